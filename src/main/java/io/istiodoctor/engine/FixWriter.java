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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        List<Aimed> patches = template.patches().stream().flatMap(p -> targets(p).map(t -> new Aimed(p, t))).toList();
        Map<Resource, List<Aimed>> byObject = new LinkedHashMap<>();
        patches.forEach(p -> byObject.computeIfAbsent(p.target.resource(), r -> new ArrayList<>()).add(p));
        if (byObject.size() > 1 || patches.stream().anyMatch(Aimed::deletes)) {
            // A patch is for one object and leaves it there; what else is to be done is commands, one for each object.
            String all = byObject.entrySet().stream()
                    .map(o -> o.getValue().stream().anyMatch(Aimed::deletes) ? KubectlPatch.delete(o.getKey().ref())
                            : KubectlPatch.command(o.getKey().ref(), o.getValue().stream().map(this::operation).toList()))
                    .collect(Collectors.joining("\n", "", "\n"));
            return new Fix(title, Optional.of(all), List.of(), Optional.empty(), diff(all));
        }
        Resource target = byObject.keySet().iterator().next();
        List<PatchOperation> operations = patches.stream().map(this::operation).toList();
        Optional<String> diff = alone(patches).or(() -> ManifestDiff.of(target, operations)).filter(d -> !target.confidential());
        if (command.isEmpty() && diff.isEmpty()) {
            command = Optional.of(KubectlPatch.command(target.ref(), operations));
        }
        return new Fix(title, command, operations, Optional.of(target.ref()), diff);
    }

    /** A change of one object. */
    private record Aimed(PatchTemplate patch, Subject target) {
        boolean deletes() {
            return patch.op().equals("delete");
        }
    }

    private Optional<String> diff(String commands) {
        return CommandDiff.of(commands, subject.resource(), mesh.directory()::named, this::shown);
    }

    // What a status tells was so before, and goes when the object is applied.
    private boolean shown(Resource changed) {
        return !changed.confidential() && !(changed.ref().equals(subject.resource().ref()) && subject.path().startsWith("status"));
    }

    /** The diff of a change that touches one line only, where it is written so simply. */
    private Optional<String> alone(List<Aimed> patches) {
        if (patches.size() > 1) {
            return Optional.empty();
        }
        Aimed patch = patches.getFirst();
        Resource target = patch.target.resource();
        return Optional.ofNullable(value(patch.patch)).flatMap(v -> switch (patch.patch.op()) {
            case "rename" -> ManifestDiff.rename(target, path(patch), String.valueOf(v));
            case "add", "replace" -> ManifestDiff.replace(target, path(patch), v);
            default -> Optional.empty();
        });
    }

    private PatchOperation operation(Aimed patch) {
        FieldPath path = path(patch);
        @Nullable
        Object value = value(patch.patch);
        return switch (patch.patch.op()) {
            case "rename" -> new PatchOperation("move", path.sibling(String.valueOf(value)).pointer(), path.pointer());
            case "move" -> new PatchOperation("move", FieldPath.parse(String.valueOf(value)).pointer(), path.pointer());
            default -> new PatchOperation(patch.patch.op(), path.pointer(), value);
        };
    }

    private FieldPath path(Aimed patch) {
        return FindingWriter.pathOf(patch.target, compiled.fill(patch.patch.at(), subject));
    }

    private @Nullable Object value(PatchTemplate patch) {
        return patch.value().map(v -> compiled.fillTyped(v, subject)).map(v -> v instanceof Node n ? Plain.of(n) : v).orElse(null);
    }

    // Each of a list, which may be empty; where one object is meant that is not there, the subject.
    private Stream<Subject> targets(PatchTemplate patch) {
        Optional<Object> value = patch.object().map(o -> compiled.value(o, subject));
        Optional<Subject> one = value.flatMap(v -> FindingWriter.subjects(v).findFirst());
        return value.filter(v -> v instanceof Collection<?>).map(FindingWriter::subjects).orElseGet(() -> Stream.of(one.orElse(subject)));
    }
}
