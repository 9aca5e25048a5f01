package io.istiodoctor.engine;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.WholeNumber;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleException;
import io.istiodoctor.schema.admission.PossibleFields;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds the fields that findings point at, and that their fixes change, against what objects of the kind can have. A field that is written, though
 * it cannot be, may be what a rule is about.
 */
record PointedAt(Mesh mesh, PossibleFields possible) {

    /** @throws RuleException when a rule names a field that no such object has */
    void require(Rule rule, Finding finding) {
        problem(finding).ifPresent(p -> {
            throw new RuleException(rule.file(), Mark.NONE, p);
        });
    }

    /** What is wrong, as a clause; empty when all of it can be. */
    private Optional<String> problem(Finding finding) {
        List<String> field = FieldPath.parse(finding.field()).steps().stream().map(Object::toString).toList();
        return impossible("at", finding.object(), field)
                .or(() -> finding.fixes().stream().flatMap(fix -> patched(finding, fix)).findFirst());
    }

    private Stream<String> patched(Finding finding, Fix fix) {
        ObjectRef target = fix.target().orElse(finding.object());
        return fix.patch().stream().flatMap(o -> impossible("the patch of \"" + fix.title() + "\"", target, steps(o.path())).stream());
    }

    private Optional<String> impossible(String where, ObjectRef object, List<String> path) {
        return possible.contains(object, path) || written(object, path) ? Optional.empty()
                : Optional.of(where + " names " + String.join(".", path) + ", a field that no " + object.kind() + " has");
    }

    private boolean written(ObjectRef object, List<String> path) {
        Optional<Resource> resource = object.known().stream().flatMap(k -> mesh.directory().all(k).stream())
                .filter(r -> r.ref().equals(object)).findFirst();
        return resource.filter(r -> present(r.root(), path)).isPresent();
    }

    private static boolean present(Node node, List<String> path) {
        Node at = node;
        for (String step : path) {
            at = at.elements().isEmpty() ? at.get(step) : element(at.elements(), step);
        }
        return at.isPresent();
    }

    private static Node element(List<Node> list, String position) {
        return WholeNumber.of(position).filter(i -> i >= 0 && i < list.size()).map(i -> list.get(i.intValue())).orElse(Absent.ABSENT);
    }

    /** The steps of a JSON Pointer (RFC 6901). */
    private static List<String> steps(String pointer) {
        return Arrays.stream(pointer.split("/")).skip(1).map(s -> s.replace("~1", "/").replace("~0", "~")).toList();
    }
}
