package io.istiodoctor.trace;

import java.net.InetAddress;
import java.util.Locale;

/** IP addresses as they stand in URLs. */
final class Addresses {
    private Addresses() {}

    /** Whether the text is an IPv4 or IPv6 address; names are never looked up. */
    static boolean literal(String host) {
        if (host.isEmpty() || !host.contains(":") && !Character.isDigit(host.charAt(host.length() - 1))) {
            return false;
        }
        try {
            return InetAddress.ofLiteral(host) != null;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /** Whether both name the same host; IPv6 addresses can be written in several ways. */
    static boolean same(String a, String b) {
        return canonical(a).equals(canonical(b));
    }

    /** One way of writing a host: names in lower case, addresses as Java writes them. */
    static String canonical(String host) {
        return literal(host) ? InetAddress.ofLiteral(host).getHostAddress() : host.toLowerCase(Locale.ROOT);
    }

    /** The host as a URL writes it: an IPv6 address in brackets. */
    static String inUrl(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** A URL; the scheme's own port is left out. */
    static String url(String scheme, String host, long port, String path) {
        boolean usual = scheme.equals("http") && port == 80 || scheme.equals("https") && port == 443;
        return scheme + "://" + inUrl(host) + (usual ? "" : ":" + port) + path;
    }
}
