package io.istiodoctor.mesh;

import java.util.List;
import java.util.Set;

/** What istiod's validation refuses about the port of a Gateway server (pkg/config/validation, validateServer). */
final class ServerValidity {
    private static final Set<String> HTTP = Set.of("HTTP", "HTTP2", "HTTP_PROXY", "GRPC", "GRPC-WEB");
    private static final Set<String> TLS = Set.of("HTTPS", "TLS");
    private static final Set<String> TCP = Set.of("TCP", "MONGO", "REDIS", "MYSQL");
    private static final List<String> MEANT = List.of("HTTP", "HTTPS", "TCP", "TLS", "GRPC", "HTTP2", "GRPC-WEB", "MONGO", "MYSQL", "REDIS");

    private ServerValidity() {}

    static boolean http(String protocol) {
        return HTTP.contains(protocol);
    }

    /**
     * "no protocol", "udp", "unknown protocol", "tls section missing", "tls on plain http", "tls on tcp", "no name",
     * "name taken"; "" when the port is valid.
     */
    static String problem(GatewayServer server) {
        String protocol = server.protocol();
        if (protocol.isEmpty()) {
            return "no protocol";
        }
        if (!http(protocol) && !TLS.contains(protocol) && !TCP.contains(protocol)) {
            return protocol.equals("UDP") ? "udp" : "unknown protocol";
        }
        if (TLS.contains(protocol) && !server.tls()) {
            return "tls section missing";
        }
        if (http(protocol) && server.terminatesTls()) {
            return "tls on plain http";
        }
        return TCP.contains(protocol) && server.tls() ? "tls on tcp" : nameProblem(server);
    }

    private static String nameProblem(GatewayServer server) {
        return server.portName().isEmpty() ? "no name" : server.gateway().servers().stream().takeWhile(s -> s != server)
                .anyMatch(s -> s.portName().equals(server.portName())) ? "name taken" : "";
    }

    static String likelyProtocol(GatewayServer server) {
        return switch (problem(server)) {
            case "tls on plain http" -> "HTTPS";
            case "tls on tcp" -> "TLS";
            case "tls section missing", "no protocol" -> server.terminatesTls() ? "HTTPS" : "HTTP";
            case "udp" -> "TCP";
            default -> Nearest.name(server.protocol(), MEANT).filter(p -> TLS.contains(p) == server.tls())
                    .orElse(server.tls() ? "HTTPS" : "HTTP");
        };
    }
}
