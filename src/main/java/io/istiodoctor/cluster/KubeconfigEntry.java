package io.istiodoctor.cluster;

import io.istiodoctor.model.Absent;
import io.istiodoctor.model.FilePath;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A named cluster, context or user of a kubeconfig file, or a mapping inside one. Values are checked when they are asked
 * for, so that a mistake in an entry that is not used does no harm.
 *
 * @param what the entry as messages name it: "user admin"
 * @param file where the entry stands; relative paths in it start from this file's folder
 */
record KubeconfigEntry(String what, Path file, Mapping fields) {
    /** A bundle of every authority that there is takes a tenth of it. */
    private static final int LARGEST = 4 << 20;

    static KubeconfigEntry empty(String what, Path file) {
        return new KubeconfigEntry(what, file, Mapping.EMPTY);
    }

    /** The text of a field; an empty text counts as none, as it does for kubectl. */
    Optional<String> text(String field) {
        return switch (fields.get(field)) {
            case Absent absent -> Optional.empty();
            case Scalar scalar when scalar.type() == Scalar.Type.NULL -> Optional.empty();
            case Scalar scalar when scalar.type() == Scalar.Type.STRING -> Optional.of(scalar.value()).filter(t -> !t.isEmpty());
            default -> throw malformed(field + " must be a text (put it in quotes)");
        };
    }

    boolean flag(String field) {
        return switch (fields.get(field)) {
            case Absent absent -> false;
            case Scalar scalar when scalar.type() == Scalar.Type.NULL -> false;
            case Scalar scalar when scalar.type() == Scalar.Type.BOOLEAN -> scalar.isTrue();
            default -> throw malformed(field + " must be true or false");
        };
    }

    Optional<Path> path(String field) {
        return text(field).map(this::resolve);
    }

    /** A path of this entry as an absolute one. */
    Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(FilePath.of(path)).normalize();
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
        return content(fileField);
    }

    /** What the file holds that a field names: a token, a certificate or a key, none of which is large. */
    Optional<byte[]> content(String field) {
        return path(field).map(p -> {
            try (InputStream in = open(p)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw malformed(field + " " + p + " has more than " + (LARGEST >> 20) + " MiB; check the path");
                }
                return bytes;
            } catch (IOException e) {
                throw malformed(field + " " + p + " cannot be read");
            }
        });
    }

    private static InputStream open(Path file) throws IOException {
        // A pipe to which nobody writes would be waited for without end.
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return Files.newInputStream(file);
    }

    Optional<KubeconfigEntry> entry(String field) {
        return switch (fields.get(field)) {
            case Mapping mapping -> Optional.of(new KubeconfigEntry(what, file, mapping));
            case Node node when !node.isPresent() -> Optional.empty();
            default -> throw malformed(field + " must be a mapping");
        };
    }

    private List<Node> list(String field) {
        return switch (fields.get(field)) {
            case Sequence sequence -> sequence.elements();
            case Node node when !node.isPresent() -> List.of();
            default -> throw malformed(field + " must be a list");
        };
    }

    /** The mappings of a list. */
    List<KubeconfigEntry> entries(String field) {
        return list(field).stream().map(e -> {
            if (!(e instanceof Mapping mapping)) {
                throw malformed(field + " must be a list of mappings");
            }
            return new KubeconfigEntry(what, file, mapping);
        }).toList();
    }

    /** The texts of a list. */
    List<String> texts(String field) {
        return list(field).stream().map(e -> {
            if (!(e instanceof Scalar scalar) || scalar.type() != Scalar.Type.STRING) {
                throw malformed(field + " must be a list of texts");
            }
            return scalar.value();
        }).toList();
    }

    /** What is wrong, on one line: names and values of the file that are told may hold tabs and breaks of lines. */
    UserError malformed(String problem) {
        return new UserError(UserError.BAD_INPUT, ("kubeconfig " + file + ", " + what + ": " + problem).replaceAll("\\p{Cntrl}", " "));
    }
}
