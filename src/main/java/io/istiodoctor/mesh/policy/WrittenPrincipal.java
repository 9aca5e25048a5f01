package io.istiodoctor.mesh.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Principals as policies must have them. istiod itself puts {@code spiffe://} in front of a client's (pilot/pkg/security/authz/model/generator.go), and divides
 * a token's at its last slash. A client of another authority, at a gateway that asks for certificates, may be called in any way.
 */
final class WrittenPrincipal {
    private static final String SCHEME = "spiffe://";
    private static final Pattern OF_KUBERNETES = Pattern.compile("system:serviceaccount:([^:/*]+):([^:/*]+)");
    private static final Pattern WITHOUT_DOMAIN = Pattern.compile("/?ns/[^/*]+/sa/[^/*]+");

    private WrittenPrincipal() {}

    /** A client's, as it would be met: itself where some client may have it. */
    static String client(String written) {
        Matcher account = OF_KUBERNETES.matcher(written);
        if (account.matches()) {
            return "cluster.local/ns/" + account.group(1) + "/sa/" + account.group(2);
        }
        if (WITHOUT_DOMAIN.matcher(written).matches()) {
            return "cluster.local/" + written.substring(written.indexOf("ns/"));
        }
        return written.startsWith(SCHEME) ? written.substring(SCHEME.length()) : written;
    }

    /** A token's, as it would be met: any subject of an issuer that stands alone. */
    static String token(String written) {
        return written.contains("/") || written.contains("*") ? written : written + "/*";
    }
}
