package io.istiodoctor.rule;

import java.util.List;
import java.util.Optional;

/**
 * A way to mend a finding, to be filled in.
 *
 * @param when the condition under which it is offered; none means always
 * @param command a shell command or manifest
 * @param patches changes of objects; those of several become commands
 */
public record FixTemplate(Optional<Expression> when, Template title, Optional<Template> command, List<PatchTemplate> patches) {
    public FixTemplate {
        patches = List.copyOf(patches);
    }

    /**
     * One change.
     *
     * @param object what it changes, each where it is a list; none means the subject of the rule
     * @param op add, replace, remove, rename: the value is the field's new name, move: the value is the path of the element in front of which it comes, or
     *     delete: the object goes
     * @param at path inside the object, from the subject's own path
     */
    public record PatchTemplate(Optional<Expression> object, String op, Template at, Optional<Template> value) {}
}
