package io.istiodoctor.pem;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.regex.Pattern;

/** Certificates in PEM. */
public final class PemCertificates {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private PemCertificates() {}

    /** Whether there is at least one that can be read, whatever else there is. */
    public static boolean any(String pem) {
        return BLOCK.matcher(pem).results().anyMatch(block -> readable(block.group()));
    }

    private static boolean readable(String block) {
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (CertificateException unreadable) {
            return false;
        }
    }
}
