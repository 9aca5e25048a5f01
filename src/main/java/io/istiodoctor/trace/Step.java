package io.istiodoctor.trace;

import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A hop before the findings of a check are laid beside it.
 *
 * @param passed the parts of objects that this step depends on
 * @param obstacle what keeps the request from going on; empty where nothing does
 */
record Step(Stage stage, Optional<ObjectRef> object, HopStatus status, String message, List<Passed> passed, Optional<Obstacle> obstacle) {
    Step {
        passed = List.copyOf(passed);
    }

    /** A step of which nobody needs to know more than its words. */
    Step(Stage stage, Optional<ObjectRef> object, HopStatus status, String message, List<Passed> passed) {
        this(stage, object, status, message, passed, Optional.empty());
    }

    /** The same, which depends on these parts of objects as well. */
    Step passing(List<Passed> more) {
        return new Step(stage, object, status, message, Stream.concat(passed.stream(), more.stream()).toList(), obstacle);
    }

    /** The same with what the request meets here. */
    Step because(Obstacle met) {
        return new Step(stage, object, status, message, passed, Optional.of(met));
    }

    static Step ok(Stage stage, Optional<ObjectRef> object, String message, List<Passed> passed) {
        return new Step(stage, object, HopStatus.OK, message, passed);
    }

    static Step broken(Stage stage, Optional<ObjectRef> object, String message, List<Passed> passed) {
        return new Step(stage, object, HopStatus.BROKEN, message, passed);
    }

    /** How much of an object counts as passed. */
    enum Depth { EXACT, SHALLOW, DEEP }

    /**
     * A part of an object.
     *
     * @param path of the part; empty for the object itself
     * @param depth DEEP with all below it, SHALLOW without the elements of lists below it, EXACT nothing below it
     */
    record Passed(ObjectRef object, String path, Depth depth) {
        /** How well a finding's field belongs to this part: the length of the path plus 1; 0 when it does not. */
        int fit(ObjectRef of, String field) {
            boolean below = field.startsWith(path) && (field.length() == path.length() || path.isEmpty()
                    || field.charAt(path.length()) == '.' || field.charAt(path.length()) == '[');
            if (!of.equals(object) || !below) {
                return 0;
            }
            String rest = field.substring(path.length());
            boolean taken = switch (depth) {
                case DEEP -> true;
                case SHALLOW -> rest.indexOf('[') < 0 && !rest.startsWith(".mirror");
                case EXACT -> rest.isEmpty();
            };
            return taken ? path.length() + 1 : 0;
        }
    }

    static Passed deep(ObjectRef object, String path) {
        return new Passed(object, path, Depth.DEEP);
    }

    static Passed shallow(ObjectRef object, String path) {
        return new Passed(object, path, Depth.SHALLOW);
    }

    static Passed exact(ObjectRef object, String path) {
        return new Passed(object, path, Depth.EXACT);
    }
}
