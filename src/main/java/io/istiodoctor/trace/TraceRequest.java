package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.model.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to trace.
 *
 * @param url as asked for, without a name and password
 * @param scheme http, https, tcp or tls
 * @param host a name or an address, lower case, an IPv6 address without brackets
 * @param port 1 to 65535; that of the scheme when none is given
 * @param path with its slash, without the query
 * @param query parameters by name
 * @param headers by name in lower case; {@code host} among them only when it differs from the URL's
 * @param sni what the client names in its TLS greeting; empty when it names nothing
 * @param address what the client connects to, where that is not what the host resolves to
 */
public record TraceRequest(String url, String scheme, String host, int port, String path, Map<String, String> query,
        Map<String, String> headers, String method, String sni, RequestOrigin from, Optional<SocketAddress> address,
        RequestClient client) implements Request {
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443, "tls", 443, "tcp", 0);
    private static final Pattern USER = Pattern.compile("^([A-Za-z]*://)[^/?#]*@");
    private static final Pattern PORT = Pattern.compile("^(\\[.*]|[^:]*):\\d+$");
    /** RFC 9110, 5.6.2: what methods and headers are called. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern NAME_AND_NAMESPACE = Pattern.compile("([a-z0-9-]+)\\.([a-z0-9-]+)");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\\.?");

    public TraceRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** What comes with a URL on the command line; each may be left out. */
    public record Options(List<String> headers, Optional<String> method, Optional<String> sni, Optional<String> from,
            Optional<String> address) {
        /** A plain request from outside. */
        public static final Options NONE = new Options(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** An IP address and port. */
    public record SocketAddress(String host, int port) {}

    /**
     * Reads a URL and what comes with it.
     *
     * @throws UserError (bad input) when it is no URL that can be traced
     */
    public static TraceRequest parse(String url, Options options) {
        return parse(url, options, RequestClient.UNSAID);
    }

    /**
     * Reads a URL and what comes with it, from a client of whom something is said.
     *
     * @throws UserError (bad input) when it is no URL that can be traced
     */
    public static TraceRequest parse(String written, Options options, RequestClient client) {
        String url = withoutUser(written);
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
        String authority = rest.substring(0, end);
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
        options.method().filter(m -> !isToken(m)).ifPresent(m -> {
            throw bad("no method is called '" + m + "'; write GET or POST, for example");
        });
        return new TraceRequest(url, scheme, name, port, path.isEmpty() ? "/" : path,
                mark < 0 ? Map.of() : query(target.substring(mark + 1)), headers,
                options.method().orElse("GET").toUpperCase(Locale.ROOT), sni, from(options.from()),
                options.address().map(a -> address(a, port)), client);
    }

    /** Whether a URL that was put together of what someone wrote has a host that can be asked for: an asterisk in a name's midst is none. */
    public static boolean namesHost(String url) {
        try {
            return !parse(url, Options.NONE).host().isEmpty();
        } catch (UserError noHost) {
            return false;
        }
    }

    /** A URL as it may be shown: without a name and password, of which routing sees no more than of a header. */
    private static String withoutUser(String url) {
        return USER.matcher(url).replaceFirst("$1");
    }

    private static SocketAddress address(String written, int usual) {
        int colon = written.lastIndexOf(':');
        boolean portGiven = colon > 0 && (written.startsWith("[") ? written.indexOf(']') == colon - 1 : written.indexOf(':') == colon);
        String host = (portGiven ? written.substring(0, colon) : written).replaceAll("^\\[|\\]$", "");
        if (!Addresses.literal(host)) {
            throw bad("address '" + written + "' is no IP address with a port; write 203.0.113.7:80");
        }
        return new SocketAddress(host.toLowerCase(Locale.ROOT), portGiven ? port(written.substring(colon + 1), written) : usual);
    }

    /** The same request after a proxy has changed it; authority is empty when it stays. */
    TraceRequest changed(String authority, String path) {
        Map<String, String> named = new LinkedHashMap<>(headers);
        if (!authority.isEmpty()) {
            named.put("host", authority);
        }
        return new TraceRequest(url, scheme, host, port, path, query, named, method, sni, from, address, client);
    }

    /** The same request as a gateway gets it of a proxy or a pod: within TLS for some name, or without. */
    TraceRequest wrapped(boolean tls, String name) {
        String plain = http() ? "http" : "tcp";
        String sealed = http() ? "https" : "tls";
        Map<String, String> named = new LinkedHashMap<>(headers);
        named.putIfAbsent("host", authority());
        return new TraceRequest(url, tls ? sealed : plain, host, port, path, query, named, method, tls ? name : "", from, address, client);
    }

    /** What the client connects to: the address given, else the URL's host. */
    String connectTo() {
        return address.map(SocketAddress::host).orElse(host);
    }

    /** The port that the client connects to. */
    int connectPort() {
        return address.map(SocketAddress::port).orElse(port);
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

    /** Whether a request can have a header of this name with this value. */
    static boolean carries(String header, String value) {
        return isToken(header) && value.chars().noneMatch(c -> c < ' ' && c != '\t');
    }

    /** Whether a method or a header can be called so. */
    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    private static Map<String, String> headers(List<String> lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw bad("a header has no colon; write 'NAME: VALUE'");
            }
            String name = line.substring(0, colon).strip();
            if (!carries(name, line.substring(colon + 1))) {
                throw bad("no header can be called '" + name + "', or its value has a line break");
            }
            headers.put(name.toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static RequestOrigin from(Optional<String> written) {
        if (written.isEmpty() || written.get().equals("external")) {
            return new RequestOrigin.External();
        }
        String[] parts = written.get().split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            Matcher turned = NAME_AND_NAMESPACE.matcher(written.get());
            throw bad("--from takes 'external' or NAMESPACE/WORKLOAD, not '" + written.get() + "'"
                    + (turned.matches() ? "; did you mean " + turned.group(2) + "/" + turned.group(1) + "?" : ""));
        }
        return new RequestOrigin.FromWorkload(parts[0], parts[1]);
    }

    static UserError bad(String message) {
        return new UserError(UserError.BAD_INPUT, message);
    }

    /** The host by which a proxy looks up its virtual hosts: lower case, without the port (ignore_port_in_host_matching of Envoy). */
    public String routedHost() {
        return PORT.matcher(authority().toLowerCase(Locale.ROOT)).replaceFirst("$1");
    }

    /** The Host header as it is sent, which conditions of routes and policies see as it is: with the port where that is not the scheme's own. */
    @Override
    public String authority() {
        String given = headers.getOrDefault("host", "");
        boolean usual = port == PORTS.get(scheme);
        return !given.isEmpty() ? given : usual ? Addresses.inUrl(host) : Addresses.inUrl(host) + ":" + port;
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
        kept.removeIf(h -> h.startsWith("host:"));
        return parse(location, new Options(kept, Optional.of(method), Optional.empty(), origin(), elsewhere(location)));
    }

    private Optional<String> origin() {
        return from instanceof RequestOrigin.FromWorkload(String namespace, String name) ? Optional.of(namespace + "/" + name)
                : Optional.empty();
    }

    // A client that finds a name at an address will find the same name there again.
    private Optional<String> elsewhere(String location) {
        TraceRequest there = parse(location, Options.NONE);
        return address.filter(a -> there.host.equals(host)).map(a -> Addresses.inUrl(a.host()) + ":" + there.port);
    }

    /** The path with the query, for naming the URL again. */
    String target() {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        return slash < 0 ? "/" : url.substring(slash);
    }
}
