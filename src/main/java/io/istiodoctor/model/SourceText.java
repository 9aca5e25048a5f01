package io.istiodoctor.model;

import java.util.function.Supplier;

/**
 * A text that was read, kept to show lines of it.
 *
 * @param name as the user gave it: a path, or "-" for standard input
 * @param content the whole text; a supplier, so that a large file need not stay in memory
 */
public record SourceText(String name, Supplier<String> content) {
    /** The line's text without its line break; empty when there is no such line. */
    public String line(int number) {
        return content.get().lines().skip(Math.max(0, number - 1L)).findFirst().orElse("");
    }
}
