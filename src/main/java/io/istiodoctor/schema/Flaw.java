package io.istiodoctor.schema;

import io.istiodoctor.model.FieldPath;
import java.util.List;

/**
 * What an object's author has to change before the object is taken, or before it means what it says.
 *
 * @param path where; the place of what is missing, too
 * @param sort what is the matter
 * @param value what stands there, when it is a scalar; empty otherwise
 * @param wanted what would be right or what is in the way, as {@link Sort} says; empty when it says nothing
 * @param choices what may stand there, where that is a list; sorted
 */
public record Flaw(FieldPath path, Sort sort, String value, String wanted, List<String> choices) {
    public Flaw {
        choices = choices.stream().sorted().toList();
    }

    /** The same without what stands there, which is nobody's business in a Secret. */
    public Flaw withoutValue() {
        return new Flaw(path, sort, "", wanted, choices);
    }

    /** The field's name; of an element of a list, that of the list. */
    public String field() {
        for (int i = path.steps().size() - 1; i >= 0; i--) {
            if (path.steps().get(i) instanceof String name) {
                return name;
            }
        }
        return "";
    }
}
