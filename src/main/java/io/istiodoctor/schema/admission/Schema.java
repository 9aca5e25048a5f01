package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.RegularExpression;
import io.istiodoctor.schema.Release;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The OpenAPI schema of a field, as the definition of its kind has it. What it says is read once, and the schemas of the fields below when
 * they are first asked for: a large mesh has a million fields of some hundred schemas. For many threads.
 */
final class Schema {
    /** Those that say a type and nothing else, as most do. */
    private static final Map<String, Schema> OF_TYPES = new ConcurrentHashMap<>();

    /** For schemas that use none. */
    static final IntFunction<Node> NO_PARTS = number -> Absent.ABSENT;

    private final Node keywords;
    private final IntFunction<Node> parts;
    private final Definitions definitions;
    private final Map<String, Optional<Schema>> fields = new ConcurrentHashMap<>();
    private final String type;
    private final Shape shape;
    private final boolean bare;
    private final boolean open;
    private final boolean combined;
    private final boolean bounded;
    private final boolean timeless;
    private final Optional<Schema> others;
    private final Optional<Schema> items;
    private final Optional<Schema> forbidden;
    private final List<Schema> all;
    private final List<Schema> any;
    private final List<Schema> one;
    private final List<String> required;
    private final Map<String, Long> bounds = new HashMap<>();
    private final Map<String, Release> since;
    private final Map<String, Release> until;
    private final ScalarDemands scalar;
    private final ListIdentity identity;
    private final List<Validation> validations;

    /**
     * What is asked of a single value.
     *
     * @param choices the texts that it may be; empty for all
     */
    record ScalarDemands(List<String> choices, Optional<RegularExpression> pattern, Optional<String> format, Optional<Numeral> least,
            Optional<Numeral> most) {
        /** Whether a text needs a certain form. */
        boolean ofForm() {
            return pattern.isPresent() || format.isPresent();
        }
    }

    /**
     * What no two elements of a list may have in common.
     *
     * @param type "set", where it is the whole element, "map", where it is some of its fields, or "atomic", where there is nothing
     * @param keys the names of those fields
     */
    record ListIdentity(String type, List<String> keys) {}

    /** A rule of the definition, and since which release it is there. */
    record Validation(String rule, String message, Optional<Release> since) {}

    private Schema(Node keywords, IntFunction<Node> parts, Definitions definitions) {
        this.keywords = keywords;
        this.parts = parts;
        this.definitions = definitions;
        this.type = keywords.get("x-kubernetes-int-or-string").isTrue() ? "integer or string" : keywords.text("type");
        this.shape = Shape.of(type);
        this.bare = isBare(keywords);
        this.open = keywords.get("x-kubernetes-preserve-unknown-fields").isTrue() || keywords.get("additionalProperties").isPresent()
                || !keywords.get("properties").isPresent();
        this.others = keywords.get("additionalProperties").fields().isEmpty() ? Optional.empty()
                : below(keywords.get("additionalProperties"));
        this.items = below(keywords.get("items"));
        this.forbidden = below(keywords.get("not"));
        this.all = several("allOf");
        this.any = several("anyOf");
        this.one = several("oneOf");
        this.combined = !all.isEmpty() || !any.isEmpty() || !one.isEmpty() || forbidden.isPresent();
        this.required = texts(keywords.get("required"));
        for (String bound : List.of("minProperties", "maxProperties", "minItems", "maxItems", "minLength", "maxLength")) {
            keywords.get(bound).number().ifPresent(n -> bounds.put(bound, n));
        }
        this.bounded = !bounds.isEmpty();
        this.since = releases(keywords.get("since"));
        this.until = releases(keywords.get("until"));
        this.timeless = since.isEmpty() && until.isEmpty();
        this.scalar = new ScalarDemands(texts(keywords.get("enum")), keywords.get("pattern").text().map(RegularExpression::of),
                keywords.get("format").text(),
                Numeral.of(keywords.get("minimum")), Numeral.of(keywords.get("maximum")));
        this.identity = new ListIdentity(keywords.get("x-kubernetes-list-type").text().orElse("atomic"),
                texts(keywords.get("x-kubernetes-list-map-keys")));
        this.validations = each(keywords.get("x-kubernetes-validations"),
                v -> Optional.of(new Validation(v.text("rule"), v.text("message"), v.get("since").text().map(Release::of))));
    }

    /**
     * A schema as it is written.
     *
     * @param parts what is told once and used by number
     * @param definitions what is told of another kind and used by name
     */
    static Schema of(Node written, IntFunction<Node> parts, Definitions definitions) {
        if (isBare(written)) {
            return OF_TYPES.computeIfAbsent(written.text("type"), type -> new Schema(written, NO_PARTS, definitions));
        }
        Optional<Schema> elsewhere = written.get("definition").text().flatMap(definitions::shared);
        return elsewhere.orElseGet(
                () -> new Schema(written.get("part").number().map(n -> parts.apply(n.intValue())).orElse(written), parts, definitions));
    }

    private static boolean isBare(Node written) {
        return written.fields().size() == 1 && written.get("type").isPresent();
    }

    /** Whether it says a type and nothing else. */
    boolean bare() {
        return bare;
    }

    /** The type's name; empty when every type will do. */
    String type() {
        return type;
    }

    /** What a value has to be to be of the type. */
    Shape shape() {
        return shape;
    }

    /** What stands in the place of a field that is not there; {@link io.istiodoctor.model.Absent} when nothing does. */
    Node byDefault() {
        return keywords.get("default");
    }

    /** The schema of a field that is listed by its name. */
    Optional<Schema> listed(String name) {
        Optional<Schema> known = fields.get(name);
        if (known != null) {
            return known;
        }
        Optional<Schema> made = below(keywords.get("properties").get(name));
        // Names come from manifests: of those that nobody listed there may be any number.
        return made.isEmpty() ? made : fields.merge(name, made, (first, second) -> first);
    }

    /** The names of the fields that are listed. */
    Collection<String> names() {
        return keywords.get("properties").fields().keySet();
    }

    /** The schema of all fields that are not listed by name; empty when there are no others, or nothing is said of them. */
    Optional<Schema> others() {
        return others;
    }

    /** Whether fields may be there of which nothing is said. */
    boolean open() {
        return open;
    }

    /** The schema of a list's elements. */
    Optional<Schema> items() {
        return items;
    }

    /** What {@code not} forbids. */
    Optional<Schema> forbidden() {
        return forbidden;
    }

    /** All of which have to take the value. */
    List<Schema> all() {
        return all;
    }

    /** At least one of which has to take the value, if there are any. */
    List<Schema> any() {
        return any;
    }

    /** Exactly one of which has to take the value, if there are any. */
    List<Schema> one() {
        return one;
    }

    /** Whether it says anything by other schemas of the same value. */
    boolean combined() {
        return combined;
    }

    /** Whether it says how long something may be. */
    boolean bounded() {
        return bounded;
    }

    /** Whether what it says is so in every release. */
    boolean timeless() {
        return timeless;
    }

    /** The fields that have to be there. */
    List<String> required() {
        return required;
    }

    /** What a keyword such as maxItems says. */
    Optional<Long> bound(String keyword) {
        return bounded ? Optional.ofNullable(bounds.get(keyword)) : Optional.empty();
    }

    /** What is asked of a text or number. */
    ScalarDemands scalar() {
        return scalar;
    }

    /** What tells elements of a list apart. */
    ListIdentity identity() {
        return identity;
    }

    /** The definition's own rules for the value. */
    List<Validation> validations() {
        return validations;
    }

    /** The release since which a keyword says this; empty when it always did. */
    Optional<Release> since(String keyword) {
        return since.isEmpty() ? Optional.empty() : Optional.ofNullable(since.get(keyword));
    }

    /** The release since which a field is there; empty when it always was. */
    Optional<Release> sinceOf(String field) {
        return since.isEmpty() ? Optional.empty() : Optional.ofNullable(since.get("." + field));
    }

    /** The last release that had a field; empty when the newest has it. */
    Optional<Release> until(String field) {
        return until.isEmpty() ? Optional.empty() : Optional.ofNullable(until.get(field));
    }

    private List<Schema> several(String keyword) {
        return each(keywords.get(keyword), s -> Optional.of(of(s, parts, definitions)));
    }

    private Optional<Schema> below(Node written) {
        return written.isPresent() ? Optional.of(of(written, parts, definitions)) : Optional.empty();
    }

    private static List<String> texts(Node list) {
        return each(list, Node::text);
    }

    // Nearly all of these lists are empty, and there are thousands.
    private static <T> List<T> each(Node list, Function<Node, Optional<T>> made) {
        return list.elements().isEmpty() ? List.of() : list.elements().stream().flatMap(n -> made.apply(n).stream()).toList();
    }

    private static Map<String, Release> releases(Node written) {
        Map<String, Release> releases = new HashMap<>();
        written.fields().forEach((name, release) -> release.text().ifPresent(r -> releases.put(name, Release.of(r))));
        return releases;
    }
}
