package io.istiodoctor.mesh.service;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a Service port speaks, by the order in which Istio decides (pkg/config/kube/conversion.go): Kubernetes protocol
 * UDP, then appProtocol, then the name's prefix, then well-known ports, else detected from the first bytes.
 */
public enum Protocol {
    HTTP, HTTP2, GRPC, GRPC_WEB, HTTPS, TLS, TCP, UDP, MONGO, REDIS, MYSQL,
    /** Not declared: the proxy looks at the first bytes. */
    DETECTED;

    private static final Map<String, Protocol> BY_NAME = Map.ofEntries(Map.entry("http", HTTP), Map.entry("http2", HTTP2),
            Map.entry("grpc", GRPC), Map.entry("grpc-web", GRPC_WEB), Map.entry("https", HTTPS), Map.entry("tls", TLS),
            Map.entry("tcp", TCP), Map.entry("udp", UDP), Map.entry("mongo", MONGO), Map.entry("redis", REDIS),
            Map.entry("mysql", MYSQL), Map.entry("http_proxy", HTTP));
    private static final Map<String, Protocol> KUBERNETES = Map.of("kubernetes.io/h2c", HTTP2, "kubernetes.io/ws", HTTP,
            "kubernetes.io/wss", HTTPS);
    private static final Set<Long> KNOWN_TCP_PORTS = Set.of(25L, 53L, 3306L, 27017L);

    /** The protocol of a Service port. */
    public static Protocol of(String transport, Optional<String> appProtocol, String name, long port) {
        if (transport.equals("UDP")) {
            return UDP;
        }
        if (appProtocol.isPresent()) {
            Optional<Protocol> kubernetes = Optional.ofNullable(KUBERNETES.get(appProtocol.get()));
            return kubernetes.or(() -> ofName(appProtocol.get())).orElse(KNOWN_TCP_PORTS.contains(port) ? TCP : DETECTED);
        }
        return ofName(name).orElse(KNOWN_TCP_PORTS.contains(port) ? TCP : DETECTED);
    }

    /** What a port's name says: the whole prefix grpc-web, else what stands before the first dash; letter case aside. */
    public static Optional<Protocol> ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("grpc-web")) {
            return Optional.of(GRPC_WEB);
        }
        int dash = lower.indexOf('-');
        return Optional.ofNullable(BY_NAME.get(dash < 0 ? lower : lower.substring(0, dash)));
    }

    /** The protocol that a field of Istio's own API names, letter case aside (protocol.Parse); DETECTED for every other word. */
    public static Protocol parse(String written) {
        return BY_NAME.getOrDefault(written.toLowerCase(Locale.ROOT), DETECTED);
    }

    /** Whether requests can be told apart: HTTP routes apply. */
    public boolean http() {
        return this == HTTP || this == HTTP2 || this == GRPC || this == GRPC_WEB;
    }
}
