package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.model.Node;
import io.istiodoctor.pem.PemCertificates;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** The certificates of an authority in a ConfigMap or Secret, as istiod finds them (credentials/kube, ExtractRoot). */
final class CertificateAuthority {
    private CertificateAuthority() {}

    /** Whether a ConfigMap has the field for them, whatever it holds. */
    static boolean filled(Node data) {
        return text(data).isPresent();
    }

    /** Whether a ConfigMap has at least one certificate that can be read. */
    static boolean readable(Node data) {
        return text(data).filter(PemCertificates::any).isPresent();
    }

    /** Whether a Secret has at least one certificate that can be read. */
    static boolean readableInSecret(Node data) {
        return text(data).map(CertificateAuthority::decode).filter(PemCertificates::any).isPresent();
    }

    private static Optional<String> text(Node data) {
        return Stream.of("cacert", "ca.crt").map(data::text).filter(t -> !t.isEmpty()).findFirst();
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
