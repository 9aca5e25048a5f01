package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Node;
import io.istiodoctor.schema.Release;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The OpenAPI schema of a field, as the definition of its kind has it. */
final class Schema {
    private final Node keywords;
    private final List<Node> parts;
    private final Definitions definitions;

    private Schema(Node keywords, List<Node> parts, Definitions definitions) {
        this.keywords = keywords;
        this.parts = parts;
        this.definitions = definitions;
    }

    /**
     * A schema as it is written.
     *
     * @param parts what is told once and used by number
     * @param definitions what is told in another file and used by name
     */
    static Schema of(Node written, List<Node> parts, Definitions definitions) {
        Optional<Schema> elsewhere = written.get("definition").text().flatMap(definitions::shared);
        return elsewhere.orElseGet(() -> new Schema(written.get("part").number().map(n -> parts.get(n.intValue())).orElse(written), parts, definitions));
    }

    /** The type's name; empty when every type will do. */
    String type() {
        return keywords.get("x-kubernetes-int-or-string").isTrue() ? "integer or string" : keywords.text("type");
    }

    /** A keyword as it is written. */
    Node keyword(String name) {
        return keywords.get(name);
    }

    /** The schema of a field that is listed by its name. */
    Optional<Schema> listed(String name) {
        return below(keywords.get("properties").get(name));
    }

    /** The names of the fields that are listed. */
    Collection<String> names() {
        return keywords.get("properties").fields().keySet();
    }

    /** The schema of all fields that are not listed by name; empty when there are no others, or nothing is said of them. */
    Optional<Schema> others() {
        Node others = keywords.get("additionalProperties");
        return others.fields().isEmpty() ? Optional.empty() : below(others);
    }

    /** Whether fields may be there of which nothing is said. */
    boolean open() {
        return keywords.get("x-kubernetes-preserve-unknown-fields").isTrue() || keywords.get("additionalProperties").isPresent()
                || !keywords.get("properties").isPresent();
    }

    /** The schema of a list's elements. */
    Optional<Schema> items() {
        return below(keywords.get("items"));
    }

    /** What {@code not} forbids. */
    Optional<Schema> forbidden() {
        return below(keywords.get("not"));
    }

    /** The schemas of {@code allOf}, {@code anyOf} or {@code oneOf}. */
    List<Schema> several(String keyword) {
        return keywords.get(keyword).elements().stream().map(s -> of(s, parts, definitions)).toList();
    }

    /** The fields that have to be there. */
    Stream<String> required() {
        return keywords.get("required").elements().stream().flatMap(n -> n.text().stream());
    }

    /** The release since which a keyword says this, or ".name" a field is there; empty when it always was. */
    Optional<Release> since(String keyword) {
        return keywords.get("since").get(keyword).text().map(Release::of);
    }

    /** The last release that had a field; empty when the newest has it. */
    Optional<Release> until(String field) {
        return keywords.get("until").get(field).text().map(Release::of);
    }

    private Optional<Schema> below(Node written) {
        return written.isPresent() ? Optional.of(of(written, parts, definitions)) : Optional.empty();
    }
}
