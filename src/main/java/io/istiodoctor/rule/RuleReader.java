package io.istiodoctor.rule;

import io.istiodoctor.mesh.KindGroup;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Severity;
import io.istiodoctor.vocabulary.SubjectType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns a rule file into a {@link Rule}; every mistake is told with its line and column. */
final class RuleReader {
    private static final Set<String> KEYS = Set.of("rule", "title", "severity", "aliases", "since", "status", "for", "needs",
            "when", "certainty", "unknown", "at", "message", "why", "limits", "fixes", "related", "references");

    private final RuleFields fields;
    private final Path file;

    private RuleReader(Path file) {
        this.file = file;
        this.fields = RuleFields.of(file);
    }

    static Rule read(Path file) {
        return new RuleReader(file).read();
    }

    private Rule read() {
        Node root = fields.root();
        fields.onlyKeys(root, KEYS);
        String name = fields.required(root, "rule");
        String expected = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        if (!name.equals(expected)) {
            throw fields.mistake(root.get("rule"), "the rule is called " + name + ", its file " + expected + "; make them equal");
        }
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw fields.mistake(root.get("rule"), "a rule's name is made of lower-case words joined by dashes");
        }
        String family = Optional.ofNullable(file.toAbsolutePath().getParent()).map(Path::getFileName).map(Path::toString).orElse("");
        return new Rule(name, family, fields.required(root, "title"), severities(root),
                fields.texts(root, "aliases"), root.text("since"), status(root), subject(root), needs(root),
                fields.expression(root, "when").orElseThrow(() -> fields.missing(root, "when")),
                fields.expression(root, "certainty"), fields.expression(root, "unknown"), telling(root), file.toString());
    }

    private Supplier<Telling> telling(Node root) {
        Telling telling = new Telling(fields.template(root, "at").orElse(new Template(List.of())), messages(root),
                fields.required(root, "why").strip(), root.text("limits").strip(), fixes(root), related(root),
                fields.texts(root, "references"));
        return () -> telling;
    }

    private Status status(Node root) {
        String status = root.text("status");
        return status.isEmpty() ? Status.STABLE : choice(root.get("status"), status, Status.values());
    }

    private <E extends Enum<E>> E choice(Node at, String text, E[] values) {
        return Arrays.stream(values).filter(v -> v.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
                .orElseThrow(() -> fields.mistake(at, text + " is none of " + Arrays.stream(values)
                        .map(v -> v.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))));
    }

    private SubjectType subject(Node root) {
        String label = fields.required(root, "for");
        return SubjectType.named(label).orElseThrow(() -> fields.mistake(root.get("for"), label + " is none of "
                + Arrays.stream(SubjectType.values()).map(SubjectType::label).collect(Collectors.joining(", "))));
    }

    private List<String> needs(Node root) {
        List<String> known = Stream.of(Stream.of("workloads"), Arrays.stream(KindGroup.values()).map(KindGroup::label),
                Arrays.stream(Kind.values()).map(Kind::resourceName)).flatMap(names -> names).toList();
        for (Node need : root.get("needs").elements()) {
            String name = need.text().orElse("");
            if (!known.contains(name)) {
                throw fields.mistake(need, name + " is no kind that can be read" + Nearest.name(name, known)
                        .map(n -> "; did you mean " + n + "?")
                        .orElse("; write it as kubectl api-resources does (services, gateways.networking.istio.io)"));
            }
        }
        return fields.texts(root, "needs");
    }

    private List<Case<Severity>> severities(Node root) {
        return cases(root, "severity", "level", n -> choice(n, n.text().orElse(""), Severity.values()));
    }

    private List<Case<Template>> messages(Node root) {
        return cases(root, "message", "text", fields::template);
    }

    // Either one value, or a list of cases of which all but the last have a condition.
    private <T> List<Case<T>> cases(Node root, String key, String valueKey, Function<Node, T> value) {
        Node node = root.get(key);
        if (!node.isPresent()) {
            throw fields.missing(root, key);
        }
        if (node.text().isPresent()) {
            return List.of(new Case<>(Optional.empty(), value.apply(node)));
        }
        List<Case<T>> cases = new ArrayList<>();
        for (Node element : node.elements()) {
            fields.onlyKeys(element, Set.of("when", valueKey));
            fields.required(element, valueKey);
            cases.add(new Case<>(fields.expression(element, "when"), value.apply(element.get(valueKey))));
        }
        if (cases.isEmpty() || cases.getLast().when().isPresent()) {
            throw fields.mistake(node, "the last case of " + key + " must stand without a condition");
        }
        return cases;
    }

    private List<FixTemplate> fixes(Node root) {
        List<FixTemplate> fixes = new ArrayList<>();
        for (Node fix : root.get("fixes").elements()) {
            fields.onlyKeys(fix, Set.of("when", "title", "command", "patch"));
            Node patch = fix.get("patch");
            List<Node> patches = patch.elements().isEmpty() && patch.isPresent() ? List.of(patch) : patch.elements();
            if (patches.isEmpty() && fix.text("command").isEmpty()) {
                throw fields.mistake(fix, "a fix needs a command or a patch");
            }
            fixes.add(new FixTemplate(fields.expression(fix, "when"), fields.template(fields.requiredNode(fix, "title")),
                    fields.template(fix, "command"), patches.stream().map(this::patch).toList()));
        }
        return fixes;
    }

    private FixTemplate.PatchTemplate patch(Node patch) {
        fields.onlyKeys(patch, Set.of("object", "op", "at", "value"));
        String op = patch.text("op").isEmpty() ? "replace" : patch.text("op");
        if (!Set.of("add", "replace", "remove", "rename", "move", "delete").contains(op)) {
            throw fields.mistake(patch.get("op"), op + " is none of add, replace, remove, rename, move, delete");
        }
        if (!Set.of("remove", "delete").contains(op)) {
            fields.requiredNode(patch, "value");
        }
        return new FixTemplate.PatchTemplate(fields.expression(patch, "object"), op,
                fields.template(fields.requiredNode(patch, "at")), fields.template(patch, "value"));
    }

    private List<RelatedTemplate> related(Node root) {
        List<RelatedTemplate> related = new ArrayList<>();
        for (Node element : root.get("related").elements()) {
            fields.onlyKeys(element, Set.of("objects", "message"));
            related.add(new RelatedTemplate(fields.expression(element, "objects").orElseThrow(
                    () -> fields.missing(element, "objects")), fields.template(fields.requiredNode(element, "message"))));
        }
        return related;
    }
}
