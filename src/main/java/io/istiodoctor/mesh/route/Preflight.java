package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A match of a rule with the requests by which browsers ask for leave (OPTIONS) beside those that it takes. */
final class Preflight {
    private Preflight() {}

    /** The condition on the method in a match; empty where it has none. */
    static Optional<String> field(Condition match) {
        return Stream.of("method", "headers.\":method\"")
                .filter(f -> match.written().filter(w -> FieldPath.parse(f).in(w).isPresent()).isPresent())
                .findFirst();
    }

    /** A regular expression that takes the methods of a match, and OPTIONS. */
    static String expression(Condition match) {
        return match.request().fields().stream().filter(f -> f.part() == FieldMatch.Part.METHOD && !f.absent()).map(FieldMatch::match)
                .map(m -> (m.manner() == Manner.PREFIX ? m.value() + ".*" : m.value()) + "|OPTIONS").findFirst().orElse("OPTIONS");
    }

    /** The match as it would be written; as it is where it asks for no method. */
    static Optional<Node> joined(Condition match) {
        Mapping taken = new Mapping(Map.of("regex", new Scalar(expression(match), Scalar.Type.STRING, Mark.NONE)), Map.of(), Mark.NONE);
        return match.written().map(w -> field(match).map(f -> set(w, FieldPath.parse(f).steps(), taken)).orElse(w));
    }

    private static Node set(Node node, List<Object> steps, Node value) {
        if (steps.isEmpty()) {
            return value;
        }
        Map<String, Node> fields = new LinkedHashMap<>(node.fields());
        fields.computeIfPresent(steps.getFirst().toString(), (name, old) -> set(old, steps.subList(1, steps.size()), value));
        return new Mapping(fields, Map.of(), Mark.NONE);
    }
}
