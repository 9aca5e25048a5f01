package io.istiodoctor.cel;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** In which of a method's variables each name of an expression is: what the expression sees, and what its macros name. */
final class Variables {
    private final Map<String, Integer> slots = new HashMap<>();

    /** @param name of what is in the first variable */
    Variables(String name) {
        slots.put(name, 0);
    }

    /** The variable of a name; empty where the name means nothing here. */
    OptionalInt of(String name) {
        @Nullable
        Integer slot = slots.get(name);
        return slot == null ? OptionalInt.empty() : OptionalInt.of(slot);
    }

    /** Writes a part of an expression in which a name means this variable; a macro's variable hides one of the same name around it. */
    void within(String name, int slot, Runnable part) {
        @Nullable
        Integer hidden = slots.put(name, slot);
        part.run();
        if (hidden == null) {
            slots.remove(name);
        } else {
            slots.put(name, hidden);
        }
    }
}
