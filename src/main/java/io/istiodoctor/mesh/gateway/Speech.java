package io.istiodoctor.mesh.gateway;

/** What is spoken on a gateway's port, and who ends TLS. */
public enum Speech {
    HTTP("plain HTTP"), HTTPS("HTTPS"), TLS("TLS"), PASSTHROUGH("TLS that the application ends"), TCP("TCP");

    private final String words;

    Speech(String words) {
        this.words = words;
    }

    static Speech of(GatewayServer server) {
        boolean ends = server.terminatesTls();
        return switch (server.protocol()) {
            case "HTTP", "HTTP2", "GRPC", "GRPC-WEB" -> ends ? HTTPS : HTTP;
            case "HTTPS" -> ends ? HTTPS : PASSTHROUGH;
            case "TLS" -> ends ? TLS : PASSTHROUGH;
            default -> TCP;
        };
    }

    /** In words, for a sentence. */
    public String words() {
        return words;
    }

    /** Whether connections begin with a TLS handshake. */
    public boolean tls() {
        return this == HTTPS || this == TLS || this == PASSTHROUGH;
    }

    /** Which section of a VirtualService counts: http, tls or tcp. */
    public String section() {
        return switch (this) {
            case HTTP, HTTPS -> "http";
            case TLS, TCP -> "tcp";
            case PASSTHROUGH -> "tls";
        };
    }
}
