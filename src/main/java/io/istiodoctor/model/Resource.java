package io.istiodoctor.model;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A Kubernetes object as it was read. */
public record Resource(ObjectRef ref, Mapping root, Origin origin) {
    /** That of its name: objects that are the same have the same, and few others do. */
    @Override
    public int hashCode() {
        return ref.hashCode();
    }

    /** Whether nothing that it holds may be shown: a Secret. */
    public boolean confidential() {
        return ref.kind().equals("Secret");
    }

    /** The object's {@code spec}. */
    public Node spec() {
        return root.get("spec");
    }

    /** The object's {@code status}. */
    public Node status() {
        return root.get("status");
    }

    /** {@code metadata.labels}. */
    public Map<String, String> labels() {
        return texts(root.get("metadata").get("labels"));
    }

    /** One of {@code metadata.labels}. */
    public Optional<String> label(String name) {
        return root.get("metadata").get("labels").get(name).text();
    }

    /** {@code metadata.annotations}. */
    public Map<String, String> annotations() {
        return texts(root.get("metadata").get("annotations"));
    }

    /** {@code metadata.creationTimestamp} in RFC 3339; empty when not given. */
    public String creationTimestamp() {
        return root.get("metadata").text("creationTimestamp");
    }

    /** When the object was created; empty when that is not given, or given as no moment. */
    public Optional<Instant> created() {
        try {
            return Optional.of(OffsetDateTime.parse(creationTimestamp()).toInstant());
        } catch (DateTimeParseException noMoment) {
            return Optional.empty();
        }
    }

    /** A mapping of scalars as sorted texts; what is no scalar is left out. */
    // Most mappings of labels are empty: a tree for each would be the most that some objects hold.
    @SuppressWarnings("MixedMutabilityReturnType")
    public static Map<String, String> texts(Node mapping) {
        if (mapping.fields().isEmpty()) {
            return Collections.emptyMap();
        }
        Map<String, String> texts = new TreeMap<>();
        mapping.fields().forEach((name, value) -> value.text().ifPresent(text -> texts.put(name, text)));
        return texts;
    }
}
