package io.istiodoctor.fix;

import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code kubectl label} and {@code kubectl annotate} change, as a diff of the manifest that has the object. */
final class LabelCommand {
    private static final Pattern LABEL = Pattern.compile("kubectl (?:-n (\\S+) )?(label|annotate) (\\S+) (\\S+)((?: \\S+)+)\\s*");
    private static final Pattern CHANGE = Pattern.compile("([a-zA-Z0-9./_-]+?)(?:=(?:'([^' ]*)'|([^' ]*))|-)");

    private LabelCommand() {}

    /** The object that it changes; empty when the command does something else. */
    static Optional<NamedObject> target(String command) {
        Matcher label = LABEL.matcher(command);
        return label.matches() ? Optional.of(new NamedObject(label.group(3), label.group(1) == null ? "" : label.group(1), label.group(4)))
                : Optional.empty();
    }

    /** The diff of that object; empty where it was not read from a file, or is labelled so already. */
    static Optional<String> diff(String command, Resource object) {
        Matcher label = LABEL.matcher(command);
        if (!label.matches()) {
            return Optional.empty();
        }
        String field = label.group(2).equals("label") ? "labels" : "annotations";
        return changes(label.group(5).trim()).flatMap(c -> ManifestDiff.of(object, operations(object, field, c)));
    }

    /** The labels with their values, empty for those that go; empty when one is written in a way of its own. */
    private static Optional<Map<String, Optional<String>>> changes(String arguments) {
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        for (String argument : arguments.split(" ")) {
            Matcher change = CHANGE.matcher(argument);
            if (argument.equals("--overwrite")) {
                continue;
            } else if (!change.matches()) {
                return Optional.empty();
            }
            changes.put(change.group(1), Optional.ofNullable(change.group(2)).or(() -> Optional.ofNullable(change.group(3))));
        }
        return Optional.of(changes);
    }

    private static List<PatchOperation> operations(Resource object, String field, Map<String, Optional<String>> changes) {
        FieldPath labels = new FieldPath(List.of("metadata", field));
        if (!labels.in(object.root()).isPresent()) {
            Map<String, Object> all = new LinkedHashMap<>();
            changes.forEach((key, value) -> value.ifPresent(v -> all.put(key, v)));
            return all.isEmpty() ? List.of() : List.of(new PatchOperation("add", labels.pointer(), all));
        }
        List<PatchOperation> operations = new ArrayList<>();
        changes.forEach((key, value) -> {
            FieldPath label = new FieldPath(List.of("metadata", field, key));
            boolean there = label.in(object.root()).isPresent();
            if (value.isPresent() || there) {
                operations.add(
                        new PatchOperation(value.isEmpty() ? "remove" : there ? "replace" : "add", label.pointer(), value.orElse(null)));
            }
        });
        return operations;
    }
}
