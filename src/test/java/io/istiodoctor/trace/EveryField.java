package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A finding in each of the upper fields of each object, so that a way shows on which of them its hops rest. */
final class EveryField {
    private static final int DEPTH = 4;

    private EveryField() {}

    static Findings of(Mesh mesh) {
        List<Finding> findings = Stream.of(Kind.values()).flatMap(k -> mesh.directory().all(k).stream()).flatMap(EveryField::of).toList();
        return Findings.of(new Diagnosis(findings, List.of(), List.of(), 0, 0));
    }

    private static Stream<Finding> of(Resource object) {
        return Stream.concat(Stream.of(""), fields(object.root(), "", DEPTH)
                .filter(f -> f.startsWith("spec") || f.equals("metadata.labels") || f.startsWith("status")))
                .map(field -> new Finding("any", Severity.WARNING, List.of(), object.ref(), field, Optional.empty(), "", "", List.of(),
                        List.of(), List.of()));
    }

    private static Stream<String> fields(Node node, String path, int depth) {
        if (depth == 0) {
            return Stream.empty();
        }
        List<Node> elements = node.elements();
        Stream<String> inLists = IntStream.range(0, elements.size()).boxed()
                .flatMap(i -> with(elements.get(i), path + "[" + i + "]", depth));
        Stream<String> inObjects = node.fields().entrySet().stream()
                .flatMap(f -> with(f.getValue(), path.isEmpty() ? f.getKey() : path + "." + f.getKey(), depth));
        return Stream.concat(inLists, inObjects);
    }

    private static Stream<String> with(Node node, String path, int depth) {
        return Stream.concat(Stream.of(path), fields(node, path, depth - 1));
    }

    /** The fields by object; of those that lie in one another, the outermost that is there. */
    static List<String> shown(List<Finding> findings) {
        Map<ObjectRef, List<String>> byObject = new TreeMap<>(findings.stream()
                .collect(Collectors.groupingBy(Finding::object, Collectors.mapping(Finding::field, Collectors.toList()))));
        return byObject.entrySet().stream().map(e -> e.getKey() + ": " + outermost(e.getValue())).toList();
    }

    private static String outermost(List<String> fields) {
        List<String> outer = fields.stream().filter(f -> fields.stream().noneMatch(o -> !o.isEmpty() && !f.equals(o)
                && (f.startsWith(o + ".") || f.startsWith(o + "[")))).sorted().toList();
        return outer.stream().map(f -> f.isEmpty() ? "(itself)" : f).collect(Collectors.joining(", "));
    }
}
