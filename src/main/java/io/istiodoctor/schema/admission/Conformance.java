package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Absent;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.schema.Flaw;
import io.istiodoctor.schema.Release;
import io.istiodoctor.schema.Sort;
import io.istiodoctor.schema.admission.Schema.ScalarDemands;
import io.istiodoctor.schema.admission.Schema.Validation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/** Holds an object against the schema of its kind, as the API server does (apiextensions-apiserver: pruning, defaults, validation). */
final class Conformance {
    private static final Set<String> OF_EVERY_KIND = Set.of("apiVersion", "kind", "metadata", "status");

    private final Optional<Release> release;
    private final List<Flaw> flaws = new ArrayList<>();
    private final List<Object> steps = new ArrayList<>();

    private Conformance(Optional<Release> release) {
        this.release = release;
    }

    /**
     * What is the matter with an object.
     *
     * @param release the release whose definitions count; the newest when it is not known
     */
    static List<Flaw> flaws(Schema schema, Mapping root, Optional<Release> release) {
        Conformance conformance = new Conformance(release);
        conformance.judge(schema, root, true);
        return conformance.flaws;
    }

    /** What is the matter with the metadata of an object, which all kinds have alike. */
    static List<Flaw> metadataFlaws(Schema schema, Mapping root) {
        Conformance conformance = new Conformance(Optional.empty());
        conformance.below("metadata", () -> conformance.judge(schema, root.get("metadata"), true));
        return conformance.flaws;
    }

    private void judge(Schema schema, Node node, boolean whole) {
        if (!schema.shape().fits(node)) {
            tell(Sort.WRONG_TYPE, node, schema.type(), List.of());
            return;
        }
        if (schema.bare()) {
            return;
        }
        int before = flaws.size();
        switch (node) {
            case Mapping mapping -> object(schema, mapping, whole);
            case Sequence list -> array(schema, list, whole);
            case Scalar scalar -> scalar(schema, scalar);
            default -> {
            }
        }
        if (schema.combined()) {
            combined(schema, defaulted(schema, node));
        }
        if (whole && !schema.validations().isEmpty() && flaws.subList(before, flaws.size()).stream().noneMatch(f -> f.sort().refused())) {
            rules(schema, node);
        }
    }

    private void object(Schema schema, Mapping mapping, boolean whole) {
        for (String name : schema.required()) {
            if (!mapping.get(name).isPresent() && !hasDefault(schema, name)) {
                below(name, () -> tell(Sort.MISSING, mapping.get(name), "", List.of()));
            }
        }
        if (schema.bounded()) {
            bounds(schema, "minProperties", "maxProperties",
                    () -> (int) mapping.fields().values().stream().filter(Node::isPresent).count());
        }
        mapping.fields().forEach((name, value) -> {
            if (value.isPresent()) {
                steps.add(name);
                field(schema, name, value, whole);
                steps.removeLast();
            }
        });
    }

    private static boolean hasDefault(Schema schema, String name) {
        return schema.listed(name).filter(s -> s.byDefault().isPresent()).isPresent();
    }

    private void field(Schema schema, String name, Node value, boolean whole) {
        Optional<Schema> listed = schema.listed(name);
        if (listed.isPresent() && schema.timeless()) {
            judge(listed.get(), value, whole);
            return;
        }
        Optional<Release> until = schema.until(name);
        Optional<Release> since = schema.sinceOf(name);
        if (listed.isEmpty() && schema.others().isEmpty()) {
            if (whole && !schema.open() && !foundAtRoot(name)) {
                tell(Sort.UNKNOWN_FIELD, value, "", List.copyOf(schema.names()));
            }
        } else if (until.isPresent() && release.filter(r -> r.compareTo(until.get()) <= 0).isEmpty()) {
            tell(Sort.REMOVED_FIELD, value, until.get().toString(), List.of());
        } else if (since.isPresent() && release.filter(r -> r.compareTo(since.get()) < 0).isPresent()) {
            tell(Sort.NEWER_FIELD, value, since.get().toString(), List.of());
        } else {
            judge(listed.or(schema::others).orElseThrow(), value, whole);
        }
    }

    private boolean foundAtRoot(String name) {
        return steps.size() == 1 && OF_EVERY_KIND.contains(name);
    }

    private void array(Schema schema, Sequence list, boolean whole) {
        List<Node> elements = list.elements();
        if (schema.bounded()) {
            bounds(schema, "minItems", "maxItems", elements::size);
        }
        Optional<Schema> items = schema.items();
        for (int i = 0; i < elements.size() && items.isPresent(); i++) {
            steps.add(i);
            judge(items.get(), elements.get(i), whole);
            steps.removeLast();
        }
        if (elements.size() > 1) {
            repeated(schema, list);
        }
    }

    private void repeated(Schema schema, Sequence list) {
        String type = schema.identity().type();
        List<String> keys = schema.identity().keys();
        if (type.equals("atomic")) {
            return;
        }
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < list.elements().size(); i++) {
            Node element = list.elements().get(i);
            List<String> identity = type.equals("set") ? element.text().stream().toList()
                    : keys.stream().map(k -> element.get(k).text().orElse(defaultOf(schema, k))).toList();
            if (!identity.isEmpty() && !seen.add(identity)) {
                below(i, () -> tell(Sort.DUPLICATE, element, String.join(", ", keys), List.of()));
            }
        }
    }

    private static String defaultOf(Schema list, String key) {
        return list.items().flatMap(s -> s.listed(key)).flatMap(s -> s.byDefault().text()).orElse("");
    }

    private void scalar(Schema schema, Scalar scalar) {
        ScalarDemands demands = schema.scalar();
        List<String> choices = demands.choices();
        if (!choices.isEmpty() && counts(schema, "enum") && !choices.contains(scalar.value())) {
            tell(Sort.NO_CHOICE, scalar, "", choices);
        }
        if (scalar.type() == Scalar.Type.STRING) {
            if (schema.bounded()) {
                bounds(schema, "minLength", "maxLength", () -> scalar.value().codePointCount(0, scalar.value().length()));
            }
            if (demands.ofForm()) {
                form(schema, scalar);
            }
        } else if (scalar.type() == Scalar.Type.NUMBER && (demands.least().isPresent() || demands.most().isPresent())) {
            Numeral.of(scalar).ifPresent(n -> range(schema, scalar, n));
        }
    }

    private void form(Schema schema, Scalar scalar) {
        schema.scalar().pattern().filter(p -> counts(schema, "pattern") && !p.finds(scalar.value()))
                .ifPresent(p -> tell(Sort.NO_MATCH, scalar, p.text(), List.of()));
        schema.scalar().format().filter(f -> counts(schema, "format") && !Form.holds(f, scalar.value()))
                .ifPresent(f -> tell(Sort.MALFORMED, scalar, f, List.of()));
    }

    private void range(Schema schema, Scalar scalar, Numeral number) {
        schema.scalar().least().filter(least -> counts(schema, "minimum") && number.compareTo(least) < 0)
                .ifPresent(least -> tell(Sort.TOO_SMALL, scalar, least.plain(), List.of()));
        schema.scalar().most().filter(most -> counts(schema, "maximum") && number.compareTo(most) > 0)
                .ifPresent(most -> tell(Sort.TOO_LARGE, scalar, most.plain(), List.of()));
    }

    private void bounds(Schema schema, String least, String most, IntSupplier length) {
        schema.bound(least).filter(n -> counts(schema, least) && length.getAsInt() < n)
                .ifPresent(n -> tell(Sort.TOO_SHORT, Absent.ABSENT, n.toString(), List.of()));
        schema.bound(most).filter(n -> counts(schema, most) && length.getAsInt() > n)
                .ifPresent(n -> tell(Sort.TOO_LONG, Absent.ABSENT, n.toString(), List.of()));
    }

    // The API server fills in what a definition presets before it compares.
    private static Node defaulted(Schema schema, Node node) {
        if (!(node instanceof Mapping mapping)) {
            return node;
        }
        Map<String, Node> fields = new LinkedHashMap<>(mapping.fields());
        schema.names().forEach(name -> schema.listed(name).map(Schema::byDefault).filter(Node::isPresent)
                .filter(d -> !mapping.get(name).isPresent()).ifPresent(d -> fields.put(name, d)));
        return fields.size() == mapping.fields().size() ? node : new Mapping(fields, mapping.keys(), mapping.mark());
    }

    private void combined(Schema schema, Node node) {
        schema.all().forEach(s -> judge(s, node, false));
        List<Schema> any = schema.any();
        if (!any.isEmpty() && counts(schema, "anyOf") && any.stream().noneMatch(s -> takes(s, node))) {
            tell(Sort.NONE_OF, node, "", alternatives(any));
        }
        List<Schema> one = schema.one();
        if (!one.isEmpty() && counts(schema, "oneOf") && one.stream().filter(s -> takes(s, node)).count() != 1) {
            alone(one, node);
        }
        schema.forbidden().filter(s -> counts(schema, "not") && takes(s, node)).ifPresent(s -> tell(Sort.EXCLUDED, node, "", List.of()));
    }

    private boolean takes(Schema schema, Node node) {
        Conformance trial = new Conformance(release);
        trial.judge(schema, node, false);
        return trial.flaws.isEmpty();
    }

    private void alone(List<Schema> alternatives, Node node) {
        List<String> names = alternatives(alternatives);
        List<String> present = names.stream().filter(n -> node.get(n).isPresent()).toList();
        if (present.size() > 1) {
            below(present.getLast(), () -> tell(Sort.EXCLUDED, node.get(present.getLast()), present.getFirst(), names));
        } else {
            tell(Sort.NONE_OF, node, "", names);
        }
    }

    private static List<String> alternatives(List<Schema> schemas) {
        return schemas.stream().flatMap(s -> s.required().stream()).distinct().toList();
    }

    private void rules(Schema schema, Node node) {
        for (Validation validation : schema.validations()) {
            boolean told = validation.since().filter(s -> release.filter(r -> r.compareTo(s) < 0).isPresent()).isEmpty();
            if (told && !ObjectRule.of(validation.rule()).holds(schema, node)) {
                tell(Sort.BROKEN_RULE, node, validation.message(), List.of());
            }
        }
    }

    private boolean counts(Schema schema, String keyword) {
        return schema.since(keyword).filter(s -> release.filter(r -> r.compareTo(s) < 0).isPresent()).isEmpty();
    }

    private void below(Object step, Runnable judgement) {
        steps.add(step);
        judgement.run();
        steps.removeLast();
    }

    private void tell(Sort sort, Node node, String wanted, List<String> choices) {
        flaws.add(new Flaw(new FieldPath(steps), sort, node.text().orElse(""), wanted, choices));
    }
}
