package io.istiodoctor.engine;

import io.istiodoctor.fix.CommandDiff;
import io.istiodoctor.fix.KubectlPatch;
import io.istiodoctor.fix.ManifestDiff;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.Location;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.RelatedObject;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.SourceText;
import io.istiodoctor.rule.FixTemplate.PatchTemplate;
import io.istiodoctor.rule.FixTemplate;
import io.istiodoctor.rule.RelatedTemplate;
import io.istiodoctor.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fills a rule's texts in for a subject on which it fired. */
final class FindingWriter {
    private static final String OTHERWISE = "Or ";

    private final CompiledRule compiled;
    private final Rule rule;
    private final Subject subject;
    private final Mesh mesh;

    FindingWriter(CompiledRule compiled, Subject subject, Mesh mesh) {
        this.mesh = mesh;
        this.compiled = compiled;
        this.rule = compiled.rule();
        this.subject = subject;
    }

    /**
     * The finding.
     *
     * @param lowered why it is milder than its rule says, as a clause; empty when it is not
     */
    Finding write(Severity severity, Optional<String> lowered) {
        Resource resource = subject.resource();
        FieldPath field = pathOf(subject, compiled.fill(rule.at(), subject));
        String message = compiled.fill(compiled.choose(rule.message(), subject), subject);
        return new Finding(rule.name(), severity, rule.aliases(), resource.ref(), field.toString(), location(resource, field),
                message,
                rule.why() + lowered.map(r -> " This is a warning and no error because not all could be read: " + r + ".").orElse(""),
                fixes(), related(), rule.references(), field.in(resource.root()).text());
    }

    private static FieldPath pathOf(Subject subject, String rest) {
        return FieldPath.parse(subject.path()).then(FieldPath.parse(rest));
    }

    private static Optional<Location> location(Resource resource, FieldPath field) {
        Mark mark = field.markIn(resource.root());
        return resource.origin() instanceof Origin.File(SourceText text) && mark.isPresent()
                ? Optional.of(new Location(text.name(), mark.line(), mark.column(), resource.confidential() ? "" : text.line(mark.line())))
                : Optional.empty();
    }

    private List<Fix> fixes() {
        List<Fix> fixes = new ArrayList<>(rule.fixes().stream().filter(f -> f.when().isEmpty() || compiled.holds(f.when().get(), subject))
                .map(this::fix).toList());
        // "Or ..." is said of a second one; where the first does not hold, it is the only one.
        if (!fixes.isEmpty() && fixes.getFirst().title().startsWith(OTHERWISE)) {
            Fix first = fixes.getFirst();
            String title = first.title().substring(OTHERWISE.length());
            fixes.set(0, new Fix(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1), first.command(), first.patch(),
                    first.target(), first.diff()));
        }
        return fixes;
    }

    private Fix fix(FixTemplate template) {
        String title = compiled.fill(template.title(), subject);
        Optional<String> command = template.command().map(c -> compiled.fill(c, subject));
        if (template.patches().isEmpty()) {
            return new Fix(title, command, List.of(), Optional.empty(),
                    command.flatMap(c -> CommandDiff.of(c, subject.resource(), mesh.directory()::named, this::shown)));
        }
        Resource target = target(template.patches().getFirst()).resource();
        List<PatchOperation> operations = new ArrayList<>();
        Optional<String> diff = Optional.empty();
        for (PatchTemplate patch : template.patches()) {
            FieldPath path = pathOf(target(patch), compiled.fill(patch.at(), subject));
            @Nullable
            Object value = patch.value().map(v -> compiled.fillTyped(v, subject)).orElse(null);
            if (patch.op().equals("rename")) {
                operations.add(new PatchOperation("move", path.sibling(String.valueOf(value)).pointer(), path.pointer()));
                diff = ManifestDiff.rename(target, path, String.valueOf(value));
                continue;
            }
            if (patch.op().equals("move")) {
                operations.add(new PatchOperation("move", FieldPath.parse(String.valueOf(value)).pointer(), path.pointer()));
                continue;
            }
            operations.add(new PatchOperation(patch.op(), path.pointer(), value));
            if (template.patches().size() == 1 && value != null && !patch.op().equals("remove")) {
                diff = ManifestDiff.replace(target, path, value);
            }
        }
        diff = diff.or(() -> ManifestDiff.of(target, operations)).filter(d -> !target.confidential());
        if (command.isEmpty() && diff.isEmpty()) {
            command = Optional.of(KubectlPatch.command(target.ref(), operations));
        }
        return new Fix(title, command, operations, Optional.of(target.ref()), diff);
    }

    // What a status tells was so before, and goes when the object is applied.
    private boolean shown(Resource changed) {
        return !changed.confidential() && !(changed.ref().equals(subject.resource().ref()) && subject.path().startsWith("status"));
    }

    private Subject target(PatchTemplate patch) {
        return patch.object().map(o -> subjects(compiled.value(o, subject)).findFirst().orElse(subject)).orElse(subject);
    }

    private List<RelatedObject> related() {
        List<RelatedObject> related = new ArrayList<>();
        for (RelatedTemplate template : rule.related()) {
            String message = compiled.fill(template.message(), subject);
            subjects(compiled.value(template.objects(), subject))
                    .forEach(s -> related.add(new RelatedObject(s.resource().ref(), message)));
        }
        return related;
    }

    private static Stream<Subject> subjects(Object value) {
        return switch (value) {
            case Subject one -> Stream.of(one);
            case Optional<?> optional -> optional.stream().flatMap(FindingWriter::subjects);
            case Collection<?> many -> many.stream().flatMap(FindingWriter::subjects);
            default -> Stream.empty();
        };
    }
}
