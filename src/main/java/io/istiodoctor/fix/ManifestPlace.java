package io.istiodoctor.fix;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.YamlReader;
import java.util.List;
import java.util.Optional;

/**
 * Where an object stands in a text of several.
 *
 * @param document which document, from 0
 * @param pointer to the object in its document, as a JSON Pointer; empty where it is the document
 */
public record ManifestPlace(int document, String pointer) {
    /** The place of an object that was read from a text; empty when the text has changed meanwhile. */
    public static Optional<ManifestPlace> of(String text, Mapping object) {
        return of(text, 1, object);
    }

    /** The same in a part of that text, which begins with one of its lines. */
    static Optional<ManifestPlace> of(String text, int firstLine, Mapping object) {
        Mark mark = new Mark(object.mark().line() - firstLine + 1, object.mark().column());
        List<Document> documents = YamlReader.read("", text);
        for (int i = 0; i < documents.size(); i++) {
            Optional<String> pointer = pointer(documents.get(i).root(), object, mark, "");
            if (pointer.isPresent()) {
                return Optional.of(new ManifestPlace(i, pointer.get()));
            }
        }
        return Optional.empty();
    }

    // Objects stand at the top, in lists of objects, or in lists of those.
    private static Optional<String> pointer(Node node, Mapping object, Mark mark, String at) {
        if (node instanceof Mapping mapping && mapping.mark().equals(mark) && mapping.get("kind").text().equals(object.get("kind").text())
                && mapping.get("metadata").text("name").equals(object.get("metadata").text("name"))) {
            return Optional.of(at);
        }
        String below = node instanceof Mapping ? at + "/items" : at;
        List<Node> elements = node instanceof Mapping ? node.get("items").elements() : node.elements();
        for (int i = 0; i < elements.size(); i++) {
            Optional<String> found = pointer(elements.get(i), object, mark, below + "/" + i);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
