package io.istiodoctor.schema.admission;

import io.istiodoctor.model.BoundedMemo;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** A rule of a definition (x-kubernetes-validations): a CEL expression over {@code self}. For many threads. */
final class ObjectRule {
    private static final Map<String, ObjectRule> KNOWN = new ConcurrentHashMap<>();

    private final Predicate<Object> condition;
    private final BoundedMemo<String, Boolean> ofTexts;

    private ObjectRule(Predicate<Object> condition) {
        this.condition = condition;
        this.ofTexts = new BoundedMemo<>(condition::test);
    }

    static ObjectRule of(String text) {
        return KNOWN.computeIfAbsent(text,
                t -> new ObjectRule(BuiltObjectRules.of(t).orElseGet(() -> ObjectLanguage.interpreter(t))));
    }

    /** Whether a rule asks for nothing that is not known here: every function, and no earlier state of the object. */
    static boolean isUnderstood(String text) {
        return BuiltObjectRules.of(text).isPresent() || ObjectLanguage.isUnderstood(text);
    }

    /** Whether it holds of a node. One that has no value (a duration that is none) does not hold, as in the API server. */
    boolean holds(Schema schema, Node self) {
        return self instanceof Scalar scalar && scalar.type() == Scalar.Type.STRING ? ofTexts.of(scalar.value())
                : condition.test(ObjectValue.of(Optional.of(schema), self));
    }
}
