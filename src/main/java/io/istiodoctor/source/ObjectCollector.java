package io.istiodoctor.source;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.model.SourceText;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.SyntaxError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Gathers the objects of documents: lists unpacked, namespaces filled in, repeated objects replaced by the last. */
final class ObjectCollector {
    private static final int MAX_REPEATED_NOTES = 5;

    /** What makes two objects the same in a cluster; the version does not. */
    private record Identity(String group, String kind, String namespace, String name) {}

    private record Skipped(Mark mark, String takenFor) {}

    private final String defaultNamespace;
    private final Consumer<String> notes;
    private final LinkedHashMap<Identity, Resource> objects = new LinkedHashMap<>();
    private int repeated;

    ObjectCollector(ManifestOptions options) {
        this.defaultNamespace = options.defaultNamespace();
        this.notes = options.notes();
    }

    /** Takes the objects of one file's documents, and notes once what was no object. */
    void add(SourceText text, List<Document> documents) {
        Origin origin = new Origin.File(text);
        List<Skipped> skipped = new ArrayList<>();
        documents.forEach(document -> unpack(document.root(), origin, text.name(), skipped));
        // A separator too many makes an empty document, which is worth a word only when there is nothing else.
        List<Skipped> told = skipped.stream().filter(s -> !s.takenFor.equals("empty")).toList();
        if (!told.isEmpty()) {
            Skipped first = told.getFirst();
            note(text, told.size() == 1 ? "line %d: taken for %s; not checked".formatted(first.mark.line(), first.takenFor)
                    : "%d documents are no Kubernetes objects (line %d: taken for %s); not checked"
                            .formatted(told.size(), first.mark.line(), first.takenFor));
        } else if (skipped.size() == documents.size()) {
            note(text, "empty; not checked");
        }
    }

    /** Every object, in the order of reading. */
    List<Resource> finish() {
        if (repeated > MAX_REPEATED_NOTES) {
            notes.accept("%d more objects are in the input more than once; the last one counts"
                    .formatted(repeated - MAX_REPEATED_NOTES));
        }
        return List.copyOf(objects.values());
    }

    private void unpack(Node node, Origin origin, String file, List<Skipped> skipped) {
        if (node instanceof Sequence array && array.elements().stream().anyMatch(e -> e.get("kind").isPresent())) {
            array.elements().forEach(element -> unpack(element, origin, file, skipped));
        } else if (node instanceof Mapping list && isList(list)) {
            list.get("items").elements().forEach(item -> unpack(typed(item, list), origin, file, skipped));
        } else {
            Optional<String> takenFor = NoObject.takenFor(file, node);
            if (takenFor.isPresent()) {
                skipped.add(new Skipped(node.mark(), takenFor.get()));
            } else {
                put(new Resource(reference(node), (Mapping) node, origin));
            }
        }
    }

    private static boolean isList(Mapping root) {
        return root.text("kind").endsWith("List") && root.fields().containsKey("items")
                && root.get("metadata").text("name").isEmpty();
    }

    /** An item of a typed list (ServiceList), which may leave its type to the list. */
    private static Node typed(Node item, Mapping list) {
        String kind = list.text("kind").substring(0, list.text("kind").length() - "List".length());
        boolean whole = item.get("apiVersion").isPresent() && item.get("kind").isPresent();
        if (kind.isEmpty() || whole || !(item instanceof Mapping mapping)) {
            return item;
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        fields.put("apiVersion", list.get("apiVersion"));
        fields.put("kind", new Scalar(kind, Scalar.Type.STRING, list.get("kind").mark()));
        fields.putAll(mapping.fields());
        return new Mapping(Collections.unmodifiableMap(fields), mapping.keys(), mapping.mark());
    }

    private ObjectRef reference(Node root) {
        String apiVersion = root.text("apiVersion");
        String kind = root.text("kind");
        String given = root.get("metadata").text("namespace");
        String namespace = Kind.of(apiVersion, kind)
                .map(known -> !known.namespaced() ? "" : given.isEmpty() ? defaultNamespace : given).orElse(given);
        return new ObjectRef(apiVersion, kind, namespace, root.get("metadata").text("name"));
    }

    private void put(Resource resource) {
        ObjectRef ref = resource.ref();
        int slash = ref.apiVersion().indexOf('/');
        String group = ref.known().map(Kind::group)
                .orElse(slash < 0 ? "" : ref.apiVersion().substring(0, slash));
        Resource earlier = objects.putLast(new Identity(group, ref.kind(), ref.namespace(), ref.name()), resource);
        if (earlier != null && ++repeated <= MAX_REPEATED_NOTES) {
            notes.accept("%s is in the input twice, %s and %s; the last one counts"
                    .formatted(ref, place(earlier), place(resource)));
        }
    }

    private static String place(Resource resource) {
        String file = resource.origin() instanceof Origin.File f ? SyntaxError.displayName(f.text().name()) : "";
        return file + ":" + resource.root().mark().line();
    }

    private void note(SourceText text, String what) {
        notes.accept(SyntaxError.displayName(text.name()) + ": " + what);
    }
}
