package io.istiodoctor.yaml;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How a YAML text is read.
 *
 * @param name the text's name in errors
 * @param marks where its places are
 * @param depth how deep it is nested in something else
 * @param repeated what a repeated key means
 * @param aliased how many nodes aliases have repeated until now, in this text and others beside it
 */
record Reading(String name, Marks marks, int depth, RepeatedKeys repeated, AtomicLong aliased) {
    /** Of a whole text. */
    static Reading of(String name, String text, RepeatedKeys repeated) {
        return new Reading(name, Marks.of(text), 0, repeated, new AtomicLong());
    }

    /**
     * Of a part of a text, by itself.
     *
     * @param before how many lines stand before it
     * @param ordinary whether {@link Characters#check} found it to be so
     * @throws SyntaxError where places in it cannot be told from the part alone
     */
    Reading of(String part, int before, boolean ordinary) {
        return new Reading(name, ordinary ? Marks.ordinary(before) : Marks.behind(before, name, part), depth, repeated, aliased);
    }

    /** Of a part that begins so many lines later. */
    Reading behind(int lines) {
        return new Reading(name, marks.behind(lines), depth, repeated, aliased);
    }
}
