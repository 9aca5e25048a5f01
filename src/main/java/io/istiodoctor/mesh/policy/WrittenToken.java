package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A token as it is written in a request: what it says can be read, whether its signature is good cannot. */
final class WrittenToken {
    private WrittenToken() {}

    /** The claims; empty when it is no token. */
    static Optional<Claims> read(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || json(parts[0]).isEmpty()) {
            return Optional.empty();
        }
        return json(parts[1]).map(Claims::new);
    }

    private static Optional<Node> json(String part) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
            List<Document> documents = text.stripLeading().startsWith("{") ? YamlReader.read("token", text) : List.of();
            return documents.stream().map(Document::root).findFirst();
        } catch (IllegalArgumentException | SyntaxError unreadable) {
            return Optional.empty();
        }
    }
}
