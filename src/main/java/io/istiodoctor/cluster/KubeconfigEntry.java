package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A named cluster, context or user of a kubeconfig file, or a mapping inside one. Values are checked when they are asked
 * for, so that a mistake in an entry that is not used does no harm.
 *
 * @param what the entry as messages name it: "user admin"
 * @param file where the entry stands; relative paths in it start from this file's folder
 */
record KubeconfigEntry(String what, Path file, Map<String, Object> fields) {
    static KubeconfigEntry empty(String what, Path file) {
        return new KubeconfigEntry(what, file, Map.of());
    }

    /** The text of a field; an empty text counts as none, as it does for kubectl. */
    Optional<String> text(String field) {
        return switch (fields.get(field)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text).filter(t -> !t.isEmpty());
            default -> throw malformed(field + " must be a text (put it in quotes)");
        };
    }

    boolean flag(String field) {
        return switch (fields.get(field)) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw malformed(field + " must be true or false");
        };
    }

    Optional<Path> path(String field) {
        return text(field).map(this::resolve);
    }

    /** A path of this entry as an absolute one. */
    Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }

    /** Base64 data, or else the content of a file: kubectl's pairs such as client-key-data and client-key. */
    Optional<byte[]> bytes(String dataField, String fileField) {
        Optional<String> data = text(dataField);
        if (data.isPresent()) {
            try {
                return Optional.of(Base64.getMimeDecoder().decode(data.get()));
            } catch (IllegalArgumentException e) {
                throw malformed(dataField + " is not valid base64");
            }
        }
        return path(fileField).map(p -> {
            try {
                return Files.readAllBytes(p);
            } catch (IOException e) {
                throw malformed(fileField + " " + p + " cannot be read");
            }
        });
    }

    Optional<KubeconfigEntry> entry(String field) {
        return switch (fields.get(field)) {
            case null -> Optional.empty();
            case Map<?, ?> map -> Optional.of(new KubeconfigEntry(what, file, textKeys(map)));
            default -> throw malformed(field + " must be a mapping");
        };
    }

    List<?> list(String field) {
        return switch (fields.get(field)) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw malformed(field + " must be a list");
        };
    }

    /** The mappings of a list. */
    List<KubeconfigEntry> entries(String field) {
        return list(field).stream().map(e -> switch (e) {
            case Map<?, ?> map -> new KubeconfigEntry(what, file, textKeys(map));
            case null, default -> throw malformed(field + " must be a list of mappings");
        }).toList();
    }

    /** The texts of a list. */
    List<String> texts(String field) {
        return list(field).stream().map(e -> switch (e) {
            case String text -> text;
            case null, default -> throw malformed(field + " must be a list of texts");
        }).toList();
    }

    UserError malformed(String problem) {
        return new UserError(UserError.BAD_INPUT, "kubeconfig " + file + ", " + what + ": " + problem);
    }

    static Map<String, Object> textKeys(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }
}
