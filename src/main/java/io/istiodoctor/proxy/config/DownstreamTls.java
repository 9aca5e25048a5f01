package io.istiodoctor.proxy.config;

import java.util.List;

/**
 * TLS that a filter chain ends.
 *
 * @param secrets names as istiod gives them: {@code kubernetes://shop-cert}, {@code default} for the proxy's own certificate, {@code file-cert:...}
 * @param authority the secret of the authority that clients' certificates need; empty when they need none
 */
public record DownstreamTls(ClientCertificate client, List<String> secrets, String authority) {
    /** Whether clients must show a certificate. */
    public enum ClientCertificate {
        NONE, OPTIONAL, REQUIRED;

        /** As the laboratory writes it: lower case. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public DownstreamTls {
        secrets = List.copyOf(secrets);
    }

    /** Whether it is Istio's own mutual TLS, with the certificate of the proxy (ISTIO_MUTUAL). */
    public boolean own() {
        return secrets.contains("default");
    }
}
