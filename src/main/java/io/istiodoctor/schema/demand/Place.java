package io.istiodoctor.schema.demand;

import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.schema.Flaw;
import io.istiodoctor.schema.Sort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A field of an object while it is judged: what stands there, and where flaws of it are told. As in Istio, null and what is not there are the same. */
final class Place {
    private final Node node;
    private final Optional<Place> owner;
    private final Object step;
    private final List<Flaw> flaws;

    private Place(Node node, Optional<Place> owner, Object step, List<Flaw> flaws) {
        this.node = node;
        this.owner = owner;
        this.step = step;
        this.flaws = flaws;
    }

    /** The whole object. */
    static Place of(Resource object, List<Flaw> flaws) {
        return new Place(object.root(), Optional.empty(), "", flaws);
    }

    /** A field; also where it is not there. */
    Place get(String name) {
        return new Place(node.get(name), Optional.of(this), name, flaws);
    }

    /** The elements of a list; none where it is no list. */
    List<Place> each() {
        List<Place> elements = new ArrayList<>();
        for (Node element : node.elements()) {
            elements.add(new Place(element, Optional.of(this), elements.size(), flaws));
        }
        return elements;
    }

    /** The fields of a mapping that have a value, by name. */
    Map<String, Place> entries() {
        Map<String, Place> entries = new LinkedHashMap<>();
        node.fields().forEach((name, value) -> {
            if (value.isPresent()) {
                entries.put(name, new Place(value, Optional.of(this), name, flaws));
            }
        });
        return entries;
    }

    /** The texts of a list. */
    List<String> texts() {
        return node.elements().stream().map(e -> e.text().orElse("")).toList();
    }

    /** Whether something stands there. */
    boolean isPresent() {
        return node.isPresent();
    }

    /** Whether a field is there with a value. */
    boolean has(String name) {
        return node.get(name).isPresent();
    }

    /** Whether a key is there, with a value or without one. */
    boolean hasKey(String name) {
        return node.fields().containsKey(name);
    }

    /** Whether nothing is there, or a list or mapping without anything in it. */
    boolean isEmpty() {
        return node.elements().isEmpty() && node.fields().values().stream().noneMatch(Node::isPresent);
    }

    /** The text; empty where there is none. */
    String text() {
        return node.text().orElse("");
    }

    /** The text of a field; empty where there is none. */
    String text(String name) {
        return node.text(name);
    }

    /** The whole number; 0 where there is none. */
    long number() {
        return node.number().orElse(0L);
    }

    /** Whether it is a whole number and no text. */
    boolean isWhole() {
        return node instanceof Scalar s && s.type() == Scalar.Type.NUMBER && s.number().isPresent();
    }

    /** Whether it is a text, and not what only looks like one. */
    boolean isText() {
        return node instanceof Scalar s && s.type() == Scalar.Type.STRING;
    }

    /** The number of a field; 0 where there is none. */
    double fraction(String name) {
        return node.get(name) instanceof Scalar s && s.type() == Scalar.Type.NUMBER ? Double.parseDouble(s.value()) : 0;
    }

    /** Whether a field is the boolean true. */
    boolean isTrue(String name) {
        return node.get(name).isTrue();
    }

    /** Tells a flaw of this field. */
    void tell(Sort sort, String wanted, String... choices) {
        flaws.add(new Flaw(path(), sort, text(), wanted, Arrays.asList(choices)));
    }

    /** Tells that a field is missing when it is not there, or an empty text or list. */
    void needs(String name) {
        Place field = get(name);
        if (field.text().isEmpty() && field.isEmpty()) {
            field.tell(Sort.MISSING, "");
        }
    }

    /** Tells that a field cannot be there. */
    void without(String name, String because) {
        if (!text(name).isEmpty() || !get(name).isEmpty()) {
            get(name).tell(Sort.EXCLUDED, because);
        }
    }

    /** Tells that a text has another form. */
    void form(boolean holds, String form) {
        if (!holds) {
            tell(Sort.MALFORMED, form);
        }
    }

    /** Tells that a key, the name of this field, has another form. */
    void keyForm(boolean holds, String form) {
        if (!holds) {
            tell(Sort.MALFORMED_KEY, form);
        }
    }

    /** Tells that it is none of some texts; an empty one among them stands for nothing. */
    void oneOf(String... choices) {
        if (!Arrays.asList(choices).contains(text())) {
            tell(Sort.NO_CHOICE, "", Arrays.stream(choices).filter(c -> !c.isEmpty()).toArray(String[]::new));
        }
    }

    private FieldPath path() {
        List<Object> steps = new ArrayList<>();
        Place place = this;
        while (place.owner.isPresent()) {
            steps.addFirst(place.step);
            place = place.owner.get();
        }
        return new FieldPath(steps);
    }
}
