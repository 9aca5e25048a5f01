package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The proxy in front of the API server: the cluster's {@code proxy-url}, or else what the environment says, by the rules
 * that kubectl inherits from Go (https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config).
 *
 * @param url empty for a direct connection
 */
record ProxyChoice(Optional<URI> url) {
    private static final int HIGHEST_PORT = 65_535;

    static ProxyChoice of(URI server, Optional<String> proxyUrl, ConnectionOptions options) {
        if (proxyUrl.isPresent()) {
            return new ProxyChoice(Optional.of(parse(proxyUrl.get(), "proxy-url")));
        }
        String name = server.getScheme().toUpperCase(Locale.ROOT) + "_PROXY";
        Optional<String> value = either(name, options);
        if (value.isEmpty() || isDirect(server, either("NO_PROXY", options).orElse(""))) {
            return new ProxyChoice(Optional.empty());
        }
        return new ProxyChoice(Optional.of(parse(value.get(), name)));
    }

    /** The choice as OkHttp takes it. */
    ProxySelector selector() {
        Proxy proxy = url.map(u -> new Proxy(u.getScheme().startsWith("socks5") ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved(u.getHost(), port(u)))).orElse(Proxy.NO_PROXY);
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxy);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {
                // There is no second proxy to turn to.
            }
        };
    }

    /** The proxy as messages name it: without user and password. */
    Optional<String> name() {
        return url.map(u -> u.getScheme() + "://" + u.getHost() + ":" + port(u));
    }

    private static Optional<String> either(String name, ConnectionOptions options) {
        return options.variable(name).or(() -> options.variable(name.toLowerCase(Locale.ROOT)));
    }

    private static URI parse(String text, String where) {
        URI url;
        try {
            url = URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException e) {
            throw new UserError(UserError.BAD_INPUT, where + " is not the address of a proxy");
        }
        if (url.getHost() == null || url.getPort() > HIGHEST_PORT || !List.of("http", "socks5", "socks5h").contains(url.getScheme())) {
            throw new UserError(UserError.BAD_INPUT, where + " must look like http://HOST:PORT or socks5://HOST:PORT;"
                    + " proxies of other kinds are not supported");
        }
        return url;
    }

    private static int port(URI url) {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return url.getScheme().startsWith("socks5") ? 1080 : 80;
    }

    static boolean isDirect(URI server, String noProxy) {
        String host = server.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        int port = server.getPort() > 0 ? server.getPort() : server.getScheme().equals("https") ? 443 : 80;
        Optional<InetAddress> address = literal(host);
        if (host.equals("localhost") || address.filter(InetAddress::isLoopbackAddress).isPresent()) {
            return true;
        }
        for (String part : noProxy.split(",")) {
            String entry = part.strip().toLowerCase(Locale.ROOT);
            if (entry.equals("*") || (!entry.isEmpty() && matches(entry, host, port, address))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String entry, String host, int port, Optional<InetAddress> address) {
        int slash = entry.indexOf('/');
        if (slash > 0) {
            return address.isPresent() && literal(entry.substring(0, slash))
                    .filter(network -> contains(network, entry.substring(slash + 1), address.get())).isPresent();
        }
        String name = entry;
        int colon = entry.lastIndexOf(':');
        if (colon >= 0 && (entry.indexOf(':') == colon || entry.startsWith("[") && entry.charAt(colon - 1) == ']')) {
            if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        name = name.replaceAll("[\\[\\]]", "");
        Optional<InetAddress> entryAddress = literal(name);
        if (entryAddress.isPresent()) {
            return entryAddress.equals(address);
        }
        if (name.startsWith("*.")) {
            name = name.substring(1);
        }
        return name.startsWith(".") ? host.endsWith(name) : host.equals(name) || host.endsWith("." + name);
    }

    private static boolean contains(InetAddress network, String prefix, InetAddress address) {
        byte[] a = network.getAddress();
        byte[] b = address.getAddress();
        if (a.length != b.length || !prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > a.length * 8) {
            return false;
        }
        for (int bit = 0; bit < Integer.parseInt(prefix); bit++) {
            int mask = 0x80 >> bit % 8;
            if ((a[bit / 8] & mask) != (b[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
