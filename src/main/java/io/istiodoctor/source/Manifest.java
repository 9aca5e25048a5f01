package io.istiodoctor.source;

import io.istiodoctor.model.SourceText;
import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.ConfidentialLines;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** One text to read. */
sealed interface Manifest {
    /** How the user knows it. */
    String name();

    /** Its text. */
    String read();

    /** About how long it is, in bytes. */
    long size();

    /** Its text for showing lines later. */
    SourceText source();

    /** A file, which is read again when a line of it is shown. */
    record File(String name, Path path, long size) implements Manifest {
        @Override
        public String read() {
            try (InputStream in = Files.newInputStream(path)) {
                return Utf8.decode(name, SizeLimit.read(name, in));
            } catch (IOException e) {
                throw failure(name, e);
            }
        }

        @Override
        public SourceText source() {
            return new SourceText(name, () -> {
                try {
                    return read();
                } catch (UserError gone) {
                    // Only the line's display is lost when the file has changed meanwhile.
                    return "";
                }
            }, ConfidentialLines::hiding);
        }
    }

    /** Standard input or another pipe, which can be read only once and is kept. */
    record Once(String name, String read) implements Manifest {
        static Once of(String name, InputStream in) {
            try {
                String text = Utf8.decode(name, SizeLimit.read(name, in));
                if (text.isBlank()) {
                    throw new UserError(UserError.BAD_INPUT, name.equals("-")
                            ? "standard input is empty; pipe manifests into -f -" : name + ": the pipe is empty");
                }
                return new Once(name, text);
            } catch (IOException e) {
                throw failure(name, e);
            }
        }

        @Override
        public long size() {
            return read.length();
        }

        @Override
        public SourceText source() {
            return new SourceText(name, () -> read, ConfidentialLines::hiding);
        }
    }

    /** The line that tells why a path, or the file in it that the exception names, cannot be read. */
    static UserError failure(String input, IOException e) {
        String name = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : input;
        String reason = switch (e) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
        return new UserError(UserError.BAD_INPUT, SyntaxError.displayName(name) + ": cannot be read: " + reason, e);
    }
}
