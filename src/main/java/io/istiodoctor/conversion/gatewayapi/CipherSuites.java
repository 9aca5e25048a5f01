package io.istiodoctor.conversion.gatewayapi;

import java.util.Set;

/** The cipher suites that istiod hands on to Envoy; others it drops (pkg/config/security, IsValidCipherSuite). */
final class CipherSuites {
    private static final Set<String> KNOWN = Set.of("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-RSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA", "ECDHE-RSA-AES256-SHA", "AES128-GCM-SHA256", "AES256-GCM-SHA384",
            "AES128-SHA",
            "AES256-SHA", "DES-CBC3-SHA", "ALL", "");

    private CipherSuites() {}

    /** Whether istiod hands it on; expressions with operators it does not look into. */
    static boolean known(String suite) {
        return KNOWN.contains(suite) || !Character.isLetterOrDigit(suite.charAt(0));
    }
}
