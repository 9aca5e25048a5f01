package io.istiodoctor.mesh.policy;

import java.util.ArrayList;
import java.util.List;

/** Whether something holds: yes, no, or not to be said of what is known. */
public sealed interface Answer {
    record Yes() implements Answer {}

    /** @param why what does not hold */
    record No(List<Ground> why) implements Answer {
        public No {
            why = List.copyOf(why);
        }
    }

    /** @param open what would decide it */
    record Open(List<Ground> open) implements Answer {
        public Open {
            open = List.copyOf(open);
        }
    }

    /** It holds. */
    static Answer yes() {
        return new Yes();
    }

    /** Whether at least one holds; none of an empty list does. */
    static Answer any(List<Answer> answers) {
        List<Ground> why = new ArrayList<>();
        List<Ground> open = new ArrayList<>();
        for (Answer answer : answers) {
            switch (answer) {
                case Yes yes -> {
                    return yes;
                }
                case No no -> why.addAll(no.why());
                case Open o -> open.addAll(o.open());
            }
        }
        return open.isEmpty() ? new No(why) : new Open(open);
    }

    /** Whether all hold; those of an empty list do. */
    static Answer all(List<Answer> answers) {
        List<Ground> open = new ArrayList<>();
        for (Answer answer : answers) {
            switch (answer) {
                case Yes yes -> {
                }
                case No no -> {
                    return no;
                }
                case Open o -> open.addAll(o.open());
            }
        }
        return open.isEmpty() ? yes() : new Open(open);
    }

    /** Whether it does not hold. */
    default Answer not(Ground ground) {
        return switch (this) {
            case Yes yes -> new No(List.of(ground));
            case No no -> yes();
            case Open open -> open;
        };
    }
}
