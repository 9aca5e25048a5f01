package io.istiodoctor.cluster;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What a credential plugin printed: a token, or a certificate with its key as PEM texts, or both.
 *
 * @param expiry when it ends; empty when the plugin does not say
 */
record ExecCredential(Optional<String> token, Optional<String> certificate, Optional<String> key, Optional<Instant> expiry) {
    /** An output that is no credential; the message is what the plugin did, and holds nothing of the output's values. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String how;

        Unusable(String how) {
            super(how);
            this.how = how;
        }

        /** What is wrong with the credential, as the end of a sentence about the plugin. */
        String how() {
            return how;
        }
    }

    /**
     * Reads an output: JSON as a rule, YAML too, as kubectl takes it.
     *
     * @param version the apiVersion that it must have
     */
    static ExecCredential parse(String output, String version) throws Unusable {
        Node root = object(output);
        if (!root.text("kind").equals("ExecCredential")) {
            throw new Unusable("did not print an ExecCredential as JSON");
        }
        if (!root.text("apiVersion").equals(version)) {
            throw new Unusable("did not answer in the apiVersion " + version + " that exec.apiVersion names; make them equal");
        }
        Node status = root.get("status");
        Optional<String> expiry = text(status, "expirationTimestamp");
        ExecCredential credential = new ExecCredential(text(status, "token"), text(status, "clientCertificateData"),
                text(status, "clientKeyData"), expiry.isPresent() ? Optional.of(instant(expiry.get())) : Optional.empty());
        if (credential.token().isEmpty() && (credential.certificate().isEmpty() || credential.key().isEmpty())) {
            throw new Unusable("gave neither a token nor a client certificate with its key; log in again with it");
        }
        return credential;
    }

    private static Node object(String output) throws Unusable {
        try {
            List<Document> documents = YamlReader.read("", output);
            if (documents.size() == 1 && documents.getFirst().root() instanceof Mapping object) {
                return object;
            }
        } catch (SyntaxError e) {
            // Told below like everything else that is no such object.
        }
        throw new Unusable("did not print an ExecCredential as JSON");
    }

    private static Instant instant(String timestamp) throws Unusable {
        try {
            return OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeException e) {
            throw new Unusable("gave an expirationTimestamp that is no time");
        }
    }

    private static Optional<String> text(Node object, String field) {
        return object.get(field).text().filter(t -> !t.isEmpty());
    }
}
