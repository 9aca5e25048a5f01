package io.istiodoctor.fix;

import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code kubectl patch} changes, as a diff of the manifest that has the object. */
final class PatchCommand {
    private static final Pattern PATCH = Pattern
            .compile("(?s)kubectl (?:-n (\\S+) )?patch (\\S+) (\\S+)(?:\\s+--type[= ](json|merge))?\\s+-p\\s+'([^']*)'\\s*");

    private PatchCommand() {}

    /** The object that it changes; empty when the command does something else, or more. */
    static Optional<NamedObject> target(String command) {
        Matcher patch = PATCH.matcher(command);
        return patch.matches() ? Optional.of(new NamedObject(patch.group(2), patch.group(1) == null ? "" : patch.group(1), patch.group(3)))
                : Optional.empty();
    }

    /** The diff of that object; empty where it was not read from a file, or where only a cluster knows how lists are merged. */
    static Optional<String> diff(String command, Resource object) {
        Matcher patch = PATCH.matcher(command);
        if (!patch.matches()) {
            return Optional.empty();
        }
        return read(patch.group(5)).flatMap(p -> "json".equals(patch.group(4)) ? Optional.of(operations(p))
                : patch.group(4) == null && lists(p) ? Optional.empty() : Optional.of(merged(object.root(), p, FieldPath.parse(""))))
                .filter(o -> !o.isEmpty()).flatMap(o -> ManifestDiff.of(object, o));
    }

    private static Optional<Node> read(String json) {
        try {
            return YamlReader.read("", json).stream().<Node>map(d -> d.root()).findFirst();
        } catch (SyntaxError none) {
            return Optional.empty();
        }
    }

    private static List<PatchOperation> operations(Node patch) {
        return patch.elements().stream()
                .map(o -> new PatchOperation(o.text("op"), o.text("path"), o.get("value").isPresent() ? Plain.of(o.get("value")) : null))
                .toList();
    }

    private static boolean lists(Node node) {
        return node instanceof Sequence || node.fields().values().stream().anyMatch(PatchCommand::lists);
    }

    /** A merge patch (RFC 7396) as operations. */
    private static List<PatchOperation> merged(Node there, Node patch, FieldPath path) {
        List<PatchOperation> operations = new ArrayList<>();
        patch.fields().forEach((name, value) -> {
            Node now = there.get(name);
            FieldPath field = path.then(new FieldPath(List.of(name)));
            if (value instanceof Scalar scalar && scalar.type() == Scalar.Type.NULL) {
                Stream.of(now).filter(Node::isPresent).forEach(n -> operations.add(new PatchOperation("remove", field.pointer(), null)));
            } else if (value instanceof Mapping && now instanceof Mapping) {
                operations.addAll(merged(now, value, field));
            } else {
                operations.add(new PatchOperation(now.isPresent() ? "replace" : "add", field.pointer(), Plain.of(value)));
            }
        });
        return operations;
    }
}
