package io.istiodoctor.fix;

import io.istiodoctor.yaml.ConfidentialLines;
import java.util.Optional;

/**
 * A file before and after a change.
 *
 * @param name as the user gave it
 * @param before its text; empty for a file that is made
 */
public record FileChange(String name, String before, String after) {
    /** The change as a unified diff, in which no line of a Secret stands; empty where one would have to. */
    public Optional<String> diff() {
        return UnifiedDiff.of(name, before, ConfidentialLines.of(before), after, ConfidentialLines.of(after));
    }

    /** The way back. */
    public FileChange undone() {
        return new FileChange(name, /* before= */ after, /* after= */ before);
    }
}
