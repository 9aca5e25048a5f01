package io.istiodoctor.fix;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.Extent;
import io.istiodoctor.yaml.ExtentReader;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import io.istiodoctor.yaml.YamlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Changes of an object in the text of its manifest: what is not changed stays as it was written, comments and all. Every change is read back; where
 * the text does not say what was meant, the document is written anew.
 */
public final class ManifestEdit {
    private ManifestEdit() {}

    /**
     * The text after the operations.
     *
     * @param place where the object stands in the text
     */
    public static String apply(String text, ManifestPlace place, List<PatchOperation> operations) {
        String changed = text;
        for (PatchOperation operation : operations) {
            changed = apply(changed, place, operation);
        }
        return changed;
    }

    private static String apply(String text, ManifestPlace place, PatchOperation operation) {
        Node document = YamlReader.read("", text).get(place.document()).root();
        PatchOperation whole = new PatchOperation(operation.op(), place.pointer() + operation.path(),
                operation.op().equals("move") ? place.pointer() + operation.value() : operation.value());
        Node wanted = NodePatch.apply(document, whole);
        Optional<Extent> extent = ExtentReader.read(text).filter(d -> d.size() > place.document()).map(d -> d.get(place.document()));
        Optional<String> spliced = extent.flatMap(e -> new Splice(text, e).apply(whole));
        return spliced.filter(s -> says(s, place.document(), wanted)).orElseGet(() -> anew(text, place.document(), extent, wanted));
    }

    private static boolean says(String text, int document, Node wanted) {
        try {
            List<Document> read = YamlReader.read("", text);
            return read.size() > document && plain(read.get(document).root()).equals(plain(wanted));
        } catch (SyntaxError e) {
            return false;
        }
    }

    private static String anew(String text, int number, Optional<Extent> extent, Node wanted) {
        String written = YamlWriter.write(plain(wanted));
        return extent.map(e -> text.substring(0, e.from()) + written.stripTrailing() + text.substring(e.to())).orElseGet(() -> {
            List<Document> documents = YamlReader.read("", text);
            return IntStream.range(0, documents.size())
                    .mapToObj(i -> i == number ? written : YamlWriter.write(plain(documents.get(i).root())))
                    .collect(Collectors.joining("---\n"));
        });
    }

    // Numbers stay as they are written.
    private static Object plain(Node node) {
        return switch (node) {
            case Mapping mapping -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                mapping.fields().forEach((name, value) -> fields.put(name, plain(value)));
                yield fields;
            }
            case Sequence sequence -> sequence.elements().stream().map(ManifestEdit::plain).toList();
            case Scalar scalar -> switch (scalar.type()) {
                case BOOLEAN -> scalar.isTrue();
                case NUMBER -> scalar.number().<Object>map(n -> n).orElseGet(() -> Double.valueOf(scalar.value()));
                case STRING -> scalar.value();
                case NULL -> Map.of();
            };
            default -> "";
        };
    }

    /** A value that an operation brings. */
    static Object value(PatchOperation operation) {
        return Objects.requireNonNull(operation.value());
    }
}
