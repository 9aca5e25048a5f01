package io.istiodoctor.engine;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.Location;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.RelatedObject;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.SourceText;
import io.istiodoctor.rule.RelatedTemplate;
import io.istiodoctor.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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

    static FieldPath pathOf(Subject subject, String rest) {
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
                .map(new FixWriter(compiled, subject, mesh)::fix).toList());
        // "Or ..." is said of a second one; where the first does not hold, it is the only one.
        if (!fixes.isEmpty() && fixes.getFirst().title().startsWith(OTHERWISE)) {
            Fix first = fixes.getFirst();
            String title = first.title().substring(OTHERWISE.length());
            fixes.set(0, new Fix(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1), first.command(), first.patch(),
                    first.target(), first.diff()));
        }
        return fixes;
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

    /** The objects, or parts of them, that a value is. */
    static Stream<Subject> subjects(Object value) {
        return switch (value) {
            case Subject one -> Stream.of(one);
            case Optional<?> optional -> optional.stream().flatMap(FindingWriter::subjects);
            case Collection<?> many -> many.stream().flatMap(FindingWriter::subjects);
            default -> Stream.empty();
        };
    }
}
