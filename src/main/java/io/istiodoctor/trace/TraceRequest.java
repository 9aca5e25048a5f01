package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.model.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request to trace.
 *
 * @param url as asked for
 * @param scheme http, https, tcp or tls
 * @param host a name or an address, lower case, an IPv6 address without brackets
 * @param port 1 to 65535; that of the scheme when none is given
 * @param path with its slash, without the query
 * @param query parameters by name
 * @param headers by name in lower case; {@code host} among them only when it differs from the URL's
 * @param sni what the client names in its TLS greeting; empty when it names nothing
 */
public record TraceRequest(String url, String scheme, String host, int port, String path, Map<String, String> query,
        Map<String, String> headers, String method, String sni, RequestOrigin from) implements Request {
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443, "tls", 443, "tcp", 0);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\\.?");

    public TraceRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** What comes with a URL on the command line; each may be left out. */
    public record Options(List<String> headers, Optional<String> method, Optional<String> sni, Optional<String> from) {
        /** A plain request from outside. */
        public static final Options NONE = new Options(List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Reads a URL and what comes with it.
     *
     * @throws UserError (bad input) when it is no URL that can be traced
     */
    public static TraceRequest parse(String url, Options options) {
        int separator = url.indexOf("://");
        if (separator < 0) {
            throw bad("'" + url + "' has no scheme; write http://" + url + " (or https, tcp, tls)");
        }
        String scheme = url.substring(0, separator).toLowerCase(Locale.ROOT);
        if (!PORTS.containsKey(scheme)) {
            throw bad("unknown scheme '" + scheme + "' in '" + url + "'; http, https, tcp and tls can be traced");
        }
        String rest = url.substring(separator + 3).replaceFirst("#.*", "");
        int end = indexOfAny(rest);
        String authority = rest.substring(rest.indexOf('@', 0) >= 0 && rest.indexOf('@') < end ? rest.indexOf('@') + 1 : 0, end);
        int colon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        int port = colon < 0 ? PORTS.get(scheme) : port(authority.substring(colon + 1), url);
        if (port == 0) {
            throw bad("'" + url + "' has no port; write " + scheme + "://" + authority + ":PORT");
        }
        String target = rest.substring(end);
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, String> headers = headers(options.headers());
        String name = host(host, url);
        String sni = options.sni().map(s -> s.toLowerCase(Locale.ROOT)).orElse(Addresses.literal(name) ? "" : name);
        return new TraceRequest(url, scheme, name, port, path.isEmpty() ? "/" : path,
                mark < 0 ? Map.of() : query(target.substring(mark + 1)), headers,
                options.method().orElse("GET").toUpperCase(Locale.ROOT), sni, from(options.from()));
    }

    private static int indexOfAny(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) == '/' || rest.charAt(i) == '?') {
                return i;
            }
        }
        return rest.length();
    }

    private static String host(String written, String url) {
        if (written.startsWith("[") && written.endsWith("]") && Addresses.literal(written.substring(1, written.length() - 1))) {
            return written.substring(1, written.length() - 1).toLowerCase(Locale.ROOT);
        }
        if (written.isEmpty()) {
            throw bad("'" + url + "' has no host");
        }
        if (!HOST.matcher(written).matches()) {
            throw bad("'" + written + "' in '" + url + "' is no host name");
        }
        return written.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    private static int port(String text, String url) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
        if (port < 1 || port > 65535) {
            throw bad("port '" + text + "' in '" + url + "' is not between 1 and 65535");
        }
        return port;
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            query.putIfAbsent(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
        return query;
    }

    private static Map<String, String> headers(List<String> lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw bad("header '" + line + "' has no colon; write 'NAME: VALUE'");
            }
            headers.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static RequestOrigin from(Optional<String> written) {
        if (written.isEmpty() || written.get().equals("external")) {
            return new RequestOrigin.External();
        }
        String[] parts = written.get().split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw bad("--from takes 'external' or NAMESPACE/WORKLOAD, not '" + written.get() + "'");
        }
        return new RequestOrigin.FromWorkload(parts[0], parts[1]);
    }

    static UserError bad(String message) {
        return new UserError(UserError.BAD_INPUT, message);
    }

    /** The host that routing sees: of the Host header when one is given. */
    public String authority() {
        String header = headers.getOrDefault("host", headers.getOrDefault(":authority", host));
        return header.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    }

    /** Whether requests can be told apart, not only connections. */
    boolean http() {
        return scheme.startsWith("http");
    }

    /** Whether the client greets with TLS. */
    boolean tls() {
        return scheme.equals("https") || scheme.equals("tls");
    }

    /** The same request to another URL, as a client follows a redirect. */
    TraceRequest follow(String location) {
        List<String> kept = new ArrayList<>();
        headers.forEach((name, value) -> kept.add(name + ": " + value));
        kept.removeIf(h -> h.startsWith("host:") || h.startsWith(":authority:"));
        return parse(location, new Options(kept, Optional.of(method), Optional.empty(), Optional.empty()));
    }

    /** The path with the query, for naming the URL again. */
    String target() {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        return slash < 0 ? "/" : url.substring(slash);
    }
}
