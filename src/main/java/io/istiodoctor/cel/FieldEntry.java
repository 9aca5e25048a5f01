package io.istiodoctor.cel;

import java.util.List;

/**
 * A field that expressions of rules can read.
 *
 * @param gives the type of its value, as CEL writes it: {@code string}, {@code list(Workload)}, {@code optional(int)}
 * @param words where the value is one of some words: these; empty otherwise
 * @param meaning a sentence or two
 * @param certainty where it can say that something is not there: the field that tells how certain that is; empty otherwise
 * @param example an expression in which it stands
 * @param rule the rule of which the example was taken; empty when it is of none
 */
public record FieldEntry(String name, String gives, List<String> words, String meaning, String certainty, String example, String rule) {
    public FieldEntry {
        words = List.copyOf(words);
    }
}
