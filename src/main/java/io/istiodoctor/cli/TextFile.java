package io.istiodoctor.cli;

import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that an option names, beside the state itself. */
public record TextFile(Path path, String text) {
    /**
     * Reads it.
     *
     * @throws UserError (bad input) naming the file
     */
    static TextFile read(Path path) {
        try {
            return new TextFile(path, Files.readString(path));
        } catch (NoSuchFileException e) {
            throw new UserError(UserError.BAD_INPUT, path + ": no such file");
        } catch (MalformedInputException e) {
            throw new UserError(UserError.BAD_INPUT, path + ": is no UTF-8 text");
        } catch (IOException e) {
            throw new UserError(UserError.BAD_INPUT, path + ": cannot be read" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"));
        }
    }
}
