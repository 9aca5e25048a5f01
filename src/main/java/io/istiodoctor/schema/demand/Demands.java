package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.GoDuration;
import io.istiodoctor.schema.Sort;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is demanded of the same kind of value in several kinds of objects. */
final class Demands {
    static final String UNIX = "unix://";
    private static final long MILLISECOND = 1_000_000;
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "grpc", "grpc-web", "http", "http_proxy", "http2", "https", "tls",
            "mongo", "redis",
            "mysql");
    private static final String[] NAMED = {"HTTP", "HTTPS", "HTTP2", "GRPC", "GRPC-WEB", "TCP", "TLS", "MONGO", "MYSQL", "REDIS", "UDP"};

    private Demands() {}

    /** A port from 1 to 65535. */
    static void port(Place port) {
        if (port.number() < 1) {
            port.tell(Sort.TOO_SMALL, "1");
        } else if (port.number() > 65535) {
            port.tell(Sort.TOO_LARGE, "65535");
        }
    }

    /** A port where there is one; 0 stands for none. */
    static void optionalPort(Place port) {
        if (port.number() != 0) {
            port(port);
        }
    }

    /** A duration of whole milliseconds, at least one, where there is one. */
    static void duration(Place duration) {
        if (duration.isPresent()) {
            var length = GoDuration.nanoseconds(duration.text());
            duration.form(length.isPresent(), "duration");
            length.ifPresent(d -> {
                if (d < MILLISECOND) {
                    duration.tell(Sort.TOO_SMALL, "1ms");
                } else if (d % MILLISECOND != 0) {
                    duration.tell(Sort.MALFORMED, "duration-of-whole-milliseconds");
                }
            });
        }
    }

    /** A duration of any length, where there is one. */
    static void anyDuration(Place duration) {
        if (duration.isPresent()) {
            duration.form(GoDuration.nanoseconds(duration.text()).isPresent(), "duration");
        }
    }

    /** A protocol that Istio knows; none is one too. */
    static void protocol(Place protocol) {
        if (!protocol.text().isEmpty() && !isProtocol(protocol.text())) {
            protocol.tell(Sort.NO_CHOICE, "", NAMED);
        }
    }

    static boolean isProtocol(String text) {
        return PROTOCOLS.contains(text.toLowerCase(Locale.ROOT));
    }

    static boolean isTls(String protocol) {
        return protocol.equalsIgnoreCase("https") || protocol.equalsIgnoreCase("tls");
    }

    static boolean isHttp(String protocol) {
        return Set.of("http", "http2", "http_proxy", "grpc", "grpc-web").contains(protocol.toLowerCase(Locale.ROOT));
    }

    /** Labels of an object, or by which objects are chosen. */
    static void labels(Place labels) {
        labels.entries().forEach((key, value) -> {
            value.keyForm(Forms.isLabelKey(key), "label-key");
            value.form(Forms.isLabelValue(value.text()), "label-value");
        });
    }

    /** Labels by which workloads are chosen: no key is empty, and an asterisk stands for nothing. */
    static void selector(Place labels) {
        labels.entries()
                .forEach((key, value) -> value.form(!key.isEmpty() && !key.contains("*") && !value.text().contains("*"), "plain-label"));
    }

    /** An address to listen on: an IP address. */
    static void bind(Place bind) {
        if (!bind.text().isEmpty()) {
            bind.form(Address.isIp(bind.text()), "ip-address");
        }
    }

    /** A path of a Unix domain socket, after its scheme. */
    static void socket(Place address) {
        String path = address.text().substring(UNIX.length());
        address.form(path.startsWith("@") || path.startsWith("/") && !path.endsWith("/"), "socket-path");
    }

    /** A network, or an address. */
    static void subnet(Place network) {
        network.form(network.text().contains("/") ? Address.isNetwork(network.text()) : Address.isIp(network.text()), "network");
    }

    /** Numbers that cannot be negative. */
    static void notNegative(Place owner, String... fields) {
        for (String field : fields) {
            if (owner.get(field).number() < 0) {
                owner.get(field).tell(Sort.TOO_SMALL, "0");
            }
        }
    }

    /** A percentage from 0 to 100. */
    static void percent(Place owner, String field) {
        if (owner.fraction(field) < 0) {
            owner.get(field).tell(Sort.TOO_SMALL, "0");
        } else if (owner.fraction(field) > 100) {
            owner.get(field).tell(Sort.TOO_LARGE, "100");
        }
    }

    /** Namespaces to which an object is exported. */
    static void exportTo(Place exportTo, String namespace, boolean toNobody) {
        Set<String> seen = new HashSet<>();
        List<Place> entries = exportTo.each();
        for (Place entry : entries) {
            String name = entry.text().equals(".") ? namespace : entry.text();
            if (!seen.add(name)) {
                entry.tell(Sort.DUPLICATE, "");
            } else if (!(name.equals("*") || toNobody && name.equals("~") || Forms.isLabel(name))) {
                entry.tell(Sort.MALFORMED, "namespace");
            } else if (entries.size() > 1 && (name.equals("*") || name.equals("~"))) {
                entry.tell(Sort.EXCLUDED, "other namespaces");
            }
        }
    }
}
