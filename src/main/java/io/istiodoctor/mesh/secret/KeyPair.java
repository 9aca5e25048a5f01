package io.istiodoctor.mesh.secret;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.pem.PemKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a Secret holds for a server, as istiod reads it (credentials/kube/secrets.go): {@code cert} and {@code key} when
 * both are filled, else {@code tls.crt} and {@code tls.key}. Key material never leaves this class.
 */
public final class KeyPair {
    private final boolean complete;
    private final List<X509Certificate> chain;
    private final Optional<PrivateKey> key;
    private final boolean token;
    private final boolean authority;
    private final List<String> fields;
    private final KeyMatch match;

    private KeyPair(boolean complete, List<X509Certificate> chain, Optional<PrivateKey> key, boolean token,
            boolean authority, List<String> fields, KeyMatch match) {
        this.complete = complete;
        this.chain = chain;
        this.key = key;
        this.token = token;
        this.authority = authority;
        this.fields = fields;
        this.match = match;
    }

    static KeyPair of(Resource secret, KeyMatch match) {
        Node data = secret.root().get("data");
        boolean generic = filled(data, "cert") && filled(data, "key");
        String certificate = generic ? "cert" : "tls.crt";
        String key = generic ? "key" : "tls.key";
        boolean complete = filled(data, certificate) && filled(data, key);
        return new KeyPair(complete, complete ? chain(decode(data.text(certificate))) : List.of(),
                complete ? PemKey.read(decode(data.text(key)).getBytes(StandardCharsets.ISO_8859_1)) : Optional.empty(),
                filled(data, "token"), filled(data, "cacert") || filled(data, "ca.crt"), data.fields().keySet().stream().sorted().toList(),
                match);
    }

    private static boolean filled(Node data, String field) {
        return !data.text(field).isBlank();
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private static List<X509Certificate> chain(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1))).stream()
                    .map(X509Certificate.class::cast).toList();
        } catch (GeneralSecurityException unreadable) {
            return List.of();
        }
    }

    /** Whether the Secret has certificates of an authority: {@code cacert} or {@code ca.crt}. */
    @SeenByRules
    public boolean authority() {
        return authority;
    }

    /** The names of the fields that the Secret has; never what they hold. */
    @SeenByRules
    public String fields() {
        return fields.isEmpty() ? "nothing" : String.join(", ", fields);
    }

    /** What makes it useless: "incomplete", an unreadable "certificate" or an unreadable "key"; empty when nothing does. */
    @SeenByRules
    public String problem() {
        return !complete ? "incomplete" : chain.isEmpty() ? "certificate" : key.isEmpty() ? "key" : "";
    }

    /** Whether the key does not belong to the certificate; no when one of them cannot be read. */
    @SeenByRules
    public boolean mismatched() {
        return !chain.isEmpty() && key.isPresent() && !match.belongs(key.get(), chain.getFirst().getPublicKey());
    }

    /** The names that the certificate is for: DNS names and addresses among its subject alternative names. */
    @SeenByRules
    public List<String> names() {
        return chain.isEmpty() ? List.of() : CertificateNames.of(chain.getFirst());
    }

    /** When the certificate ends; empty when it cannot be read. */
    @SeenByRules
    public Optional<Instant> notAfter() {
        return chain.stream().findFirst().map(c -> c.getNotAfter().toInstant());
    }

    /** When the certificate begins; empty when it cannot be read. */
    @SeenByRules
    public Optional<Instant> notBefore() {
        return chain.stream().findFirst().map(c -> c.getNotBefore().toInstant());
    }

    /** Whether the Secret has a non-empty {@code token} among its data. */
    @SeenByRules
    public boolean token() {
        return token;
    }
}
