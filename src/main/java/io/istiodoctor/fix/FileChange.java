package io.istiodoctor.fix;

/**
 * A file before and after a change.
 *
 * @param name as the user gave it
 * @param before its text; empty for a file that is made
 */
public record FileChange(String name, String before, String after) {
    /** The change as a unified diff. */
    public String diff() {
        return UnifiedDiff.of(name, before, after);
    }

    /** The way back. */
    public FileChange undone() {
        return new FileChange(name, /* before= */ after, /* after= */ before);
    }
}
