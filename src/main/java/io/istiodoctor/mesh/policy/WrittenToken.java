package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A token as it is written in a request. */
final class WrittenToken {
    private WrittenToken() {}

    /** The claims; empty when it is no token. */
    static Optional<Claims> read(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || part(parts[0]).isEmpty()) {
            return Optional.empty();
        }
        return part(parts[1]).map(Claims::new);
    }

    /** What one of the three parts of a token says; empty when it says nothing. */
    static Optional<Node> part(String encoded) {
        try {
            return object(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** A JSON object; empty when the text is none. */
    static Optional<Node> object(String text) {
        try {
            List<Document> documents = text.stripLeading().startsWith("{") ? YamlReader.read("token", text) : List.of();
            return documents.stream().map(Document::root).findFirst();
        } catch (SyntaxError unreadable) {
            return Optional.empty();
        }
    }
}
