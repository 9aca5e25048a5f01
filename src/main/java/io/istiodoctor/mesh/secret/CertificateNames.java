package io.istiodoctor.mesh.secret;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The hosts that a certificate is for, by RFC 6125: subject alternative names only, a wildcard for one label. */
public final class CertificateNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateNames() {}

    static List<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names.stream()
                    .filter(n -> n.getFirst().equals(DNS_NAME) || n.getFirst().equals(IP_ADDRESS))
                    .map(n -> n.get(1).toString()).distinct().toList();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    /** Whether one of the names is good for a host; a wildcard host needs the same wildcard or a wider one. */
    public static boolean cover(List<String> names, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        return names.stream().map(n -> n.toLowerCase(Locale.ROOT)).anyMatch(n -> n.equals(wanted) || wildcard(n, wanted));
    }

    private static boolean wildcard(String name, String host) {
        int dot = host.indexOf('.');
        return name.startsWith("*.") && dot > 0 && !host.startsWith("*") && host.substring(dot).equals(name.substring(1));
    }
}
