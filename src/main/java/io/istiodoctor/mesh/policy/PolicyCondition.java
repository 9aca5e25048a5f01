package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.FieldRef;
import java.util.List;

/**
 * A condition of a rule: one of some values, and none of others.
 *
 * @param name of a header or claim, or the field that is not known; empty for all else
 * @param values none when any will do
 * @param at the field of the values
 * @param notAt the field of the values that must not be
 */
record PolicyCondition(Attribute attribute, String name, List<String> values, List<String> notValues, FieldRef at, FieldRef notAt) {
    PolicyCondition {
        values = List.copyOf(values);
        notValues = List.copyOf(notValues);
    }
}
