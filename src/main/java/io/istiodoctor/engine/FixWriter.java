package io.istiodoctor.engine;

import io.istiodoctor.fix.CommandDiff;
import io.istiodoctor.fix.KubectlPatch;
import io.istiodoctor.fix.ManifestDiff;
import io.istiodoctor.fix.Plain;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Resource;
import io.istiodoctor.rule.FixTemplate.PatchTemplate;
import io.istiodoctor.rule.FixTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fills in for a subject what a rule says of a way to mend it. */
final class FixWriter {
    private final CompiledRule compiled;
    private final Subject subject;
    private final Mesh mesh;

    FixWriter(CompiledRule compiled, Subject subject, Mesh mesh) {
        this.compiled = compiled;
        this.subject = subject;
        this.mesh = mesh;
    }

    Fix fix(FixTemplate template) {
        String title = compiled.fill(template.title(), subject);
        Optional<String> command = template.command().map(c -> compiled.fill(c, subject));
        if (template.patches().isEmpty()) {
            return new Fix(title, command, List.of(), Optional.empty(), command.flatMap(this::diff));
        }
        Map<Resource, List<PatchTemplate>> byObject = new LinkedHashMap<>();
        template.patches().forEach(p -> byObject.computeIfAbsent(target(p).resource(), r -> new ArrayList<>()).add(p));
        if (byObject.size() > 1 || template.patches().stream().anyMatch(FixWriter::deletes)) {
            // A patch is for one object and leaves it there; what else is to be done is commands, one for each object.
            String all = byObject.entrySet().stream()
                    .map(o -> o.getValue().stream().anyMatch(FixWriter::deletes) ? KubectlPatch.delete(o.getKey().ref())
                            : KubectlPatch.command(o.getKey().ref(), o.getValue().stream().map(this::operation).toList()))
                    .collect(Collectors.joining("\n", "", "\n"));
            return new Fix(title, Optional.of(all), List.of(), Optional.empty(), diff(all));
        }
        Resource target = byObject.keySet().iterator().next();
        List<PatchOperation> operations = template.patches().stream().map(this::operation).toList();
        Optional<String> diff = alone(template.patches()).or(() -> ManifestDiff.of(target, operations)).filter(d -> !target.confidential());
        if (command.isEmpty() && diff.isEmpty()) {
            command = Optional.of(KubectlPatch.command(target.ref(), operations));
        }
        return new Fix(title, command, operations, Optional.of(target.ref()), diff);
    }

    private static boolean deletes(PatchTemplate patch) {
        return patch.op().equals("delete");
    }

    private Optional<String> diff(String commands) {
        return CommandDiff.of(commands, subject.resource(), mesh.directory()::named, this::shown);
    }

    // What a status tells was so before, and goes when the object is applied.
    private boolean shown(Resource changed) {
        return !changed.confidential() && !(changed.ref().equals(subject.resource().ref()) && subject.path().startsWith("status"));
    }

    /** The diff of a change that touches one line only, where it is written so simply. */
    private Optional<String> alone(List<PatchTemplate> patches) {
        if (patches.size() > 1) {
            return Optional.empty();
        }
        PatchTemplate patch = patches.getFirst();
        Resource target = target(patch).resource();
        return Optional.ofNullable(value(patch)).flatMap(v -> switch (patch.op()) {
            case "rename" -> ManifestDiff.rename(target, path(patch), String.valueOf(v));
            case "add", "replace" -> ManifestDiff.replace(target, path(patch), v);
            default -> Optional.empty();
        });
    }

    private PatchOperation operation(PatchTemplate patch) {
        FieldPath path = path(patch);
        @Nullable
        Object value = value(patch);
        return switch (patch.op()) {
            case "rename" -> new PatchOperation("move", path.sibling(String.valueOf(value)).pointer(), path.pointer());
            case "move" -> new PatchOperation("move", FieldPath.parse(String.valueOf(value)).pointer(), path.pointer());
            default -> new PatchOperation(patch.op(), path.pointer(), value);
        };
    }

    private FieldPath path(PatchTemplate patch) {
        return FindingWriter.pathOf(target(patch), compiled.fill(patch.at(), subject));
    }

    private @Nullable Object value(PatchTemplate patch) {
        return patch.value().map(v -> compiled.fillTyped(v, subject)).map(v -> v instanceof Node n ? Plain.of(n) : v).orElse(null);
    }

    private Subject target(PatchTemplate patch) {
        return patch.object().map(o -> FindingWriter.subjects(compiled.value(o, subject)).findFirst().orElse(subject)).orElse(subject);
    }
}
