package io.istiodoctor.model;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths in texts from outside: the one place where a text becomes one. */
public final class FilePath {
    private FilePath() {}

    /**
     * The path that a text names.
     *
     * @throws UserError (bad input) when no file can be called so, or when the locale has no bytes for the name
     */
    public static Path of(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UserError(UserError.BAD_INPUT, "\"" + e.getInput() + "\" cannot be the name of a file"
                    + (text.chars().allMatch(c -> c < 0x80) ? "" : " in this locale; set LC_ALL=C.UTF-8"), e);
        }
    }

    /** The last part of a path, as it is shown to people. */
    public static String lastPart(String text) {
        return text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
    }
}
