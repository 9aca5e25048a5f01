package io.istiodoctor.cel;

import java.util.List;

/**
 * A type of things that expressions of rules can look at.
 *
 * @param askedAs what a rule writes behind {@code for:} to be asked of each of them; empty where they are only reached from others
 * @param variable by which a rule's expressions then see it; empty as well
 * @param meaning a sentence or two
 */
public record TypeEntry(String name, String askedAs, String variable, String meaning, List<FieldEntry> fields) {
    public TypeEntry {
        fields = List.copyOf(fields);
    }
}
