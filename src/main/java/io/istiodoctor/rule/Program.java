package io.istiodoctor.rule;

import io.istiodoctor.mesh.base.Subject;

/** An expression that can be asked of subjects. */
@FunctionalInterface
public interface Program {
    /**
     * The expression's value for a subject: String, Long, Boolean, List, Map, Optional, Instant, Certainty, or an object of the mesh.
     *
     * @throws EvaluationException when it has none: an index out of bounds, a division by zero, more steps than are allowed
     */
    Object value(Subject subject);

    /** Whether the condition holds for a subject. */
    default boolean holds(Subject subject) {
        return Boolean.TRUE.equals(value(subject));
    }
}
