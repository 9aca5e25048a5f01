package io.istiodoctor.schema.admission;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rules that releases' definitions have (x-kubernetes-validations), of which the building of the tool made methods, so that neither CEL's parser nor
 * its interpreter is needed for them. In a tree of sources that no build has finished there are none.
 */
public abstract class BuiltObjectRules {
    /** The class that the building makes. */
    public static final String CLASS = "io.istiodoctor.built.ObjectRules";

    private static final Optional<BuiltObjectRules> BUILT = load();

    private static Optional<BuiltObjectRules> load() {
        try {
            return Optional.of(Class.forName(CLASS).asSubclass(BuiltObjectRules.class).getDeclaredConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What evaluates a rule of a value, as {@link ObjectLanguage#interpreter} does; empty for one that no release has. */
    static Optional<Predicate<Object>> of(String rule) {
        return BUILT.flatMap(b -> b.rule(rule));
    }

    /** The same of a class that need not be the tool's own. */
    public final Optional<Predicate<Object>> rule(String text) {
        int number = number(text);
        return number < 0 ? Optional.empty() : Optional.of(self -> Boolean.TRUE.equals(value(number, self)));
    }

    /** Which method stands for a rule; negative for one that has none. */
    protected abstract int number(String rule);

    /** What a method makes of a value; true where the rule holds. */
    protected abstract Object value(int number, Object self);
}
