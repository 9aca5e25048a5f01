package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.pem.PemCertificates;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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

    /** The ConfigMap of a namespace with an authority that can be read, of a name or of one much like it. */
    static Optional<String> named(ConversionInput input, String namespace, String name) {
        return Nearest.name(name, input.all(Kind.CONFIG_MAP).stream()
                .filter(c -> c.ref().namespace().equals(namespace) && readable(c.root().get("data"))).map(c -> c.ref().name()).toList());
    }

    /** The only field of a ConfigMap with certificates, where none of those that istiod reads is filled. */
    static Optional<String> misnamed(Resource configMap) {
        Map<String, Node> data = configMap.root().get("data").fields();
        List<String> holding = data.keySet().stream().filter(f -> data.get(f).text().filter(PemCertificates::any).isPresent()).toList();
        return holding.size() == 1 && !filled(configMap.root().get("data")) ? Optional.of(holding.getFirst()) : Optional.empty();
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
