package io.istiodoctor.source;

import io.istiodoctor.model.SourceText;
import io.istiodoctor.model.SourceText.Stretch;
import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.ConfidentialLines;
import io.istiodoctor.yaml.Section;
import io.istiodoctor.yaml.Sections;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.Utf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One text to read. */
sealed interface Manifest {
    /** How the user knows it. */
    String name();

    /** About how long it is, in bytes. */
    long size();

    /** Its bytes from the first on. */
    InputStream open() throws IOException;

    /** Its text. */
    default String read() {
        try (InputStream in = open()) {
            return Utf8.decode(name(), SizeLimit.read(name(), in));
        } catch (IOException e) {
            throw failure(name(), e);
        }
    }

    /** Its documents, by sections; empty where it has to be read as a whole. */
    default Optional<Sections> sections() {
        if (size() < Sections.WORTHWHILE) {
            return Optional.empty();
        }
        try (InputStream in = open()) {
            return Sections.read(name(), in);
        } catch (IOException e) {
            throw failure(name(), e);
        }
    }

    /** Its text for showing lines later, for which it is read again. */
    default SourceText source() {
        return new SourceText(name(), this::reread, ConfidentialLines::hiding);
    }

    /** The same of a text that was read by sections, of which one is read again. */
    default SourceText source(List<Section> sections) {
        return new SourceText(name(), this::reread, line -> stretch(Sections.around(line, sections)), ConfidentialLines::hiding);
    }

    // Only the line's display is lost when a file has changed or gone meanwhile.
    private String reread() {
        try {
            return read();
        } catch (UserError gone) {
            return "";
        }
    }

    private Stretch stretch(Section section) {
        String text = "";
        try (InputStream in = open()) {
            in.skipNBytes(section.start());
            byte[] bytes = in.readNBytes(section.length());
            text = section.is(bytes) ? Utf8.decode(name(), bytes) : "";
        } catch (IOException gone) {
            // As above.
        }
        return new Stretch(section.firstLine(), section.nextLine(), text, section.before(), section.behind());
    }

    /** A file, which is read again when a line of it is shown. */
    record File(String name, Path path, long size) implements Manifest {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /** Standard input or another pipe, which can be read only once and is kept. */
    record Once(String name, byte[] bytes) implements Manifest {
        static Once of(String name, InputStream in) {
            try {
                Once once = new Once(name, SizeLimit.read(name, in));
                if (once.read().isBlank()) {
                    throw new UserError(UserError.BAD_INPUT, name.equals("-")
                            ? "standard input is empty; pipe manifests into -f -" : name + ": the pipe is empty");
                }
                return once;
            } catch (IOException e) {
                throw failure(name, e);
            }
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
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
