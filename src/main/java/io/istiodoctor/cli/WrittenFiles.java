package io.istiodoctor.cli;

import io.istiodoctor.fix.FileChange;
import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes changes of several files: all of them, or none. */
final class WrittenFiles {
    /** What a text may begin with that was not read as a part of it. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** A file that is about to be written, with its whole text before; empty for a file that is made. */
    private record Begun(FileChange change, String before) {
        Path file() {
            return Path.of(change.name());
        }
    }

    private final List<Begun> begun = new ArrayList<>();

    private WrittenFiles() {}

    /**
     * Writes all files.
     *
     * @throws UserError (bad input) when one cannot be written, or is another than the one that was read; those before it are then as they were, or are named
     */
    static void write(List<FileChange> changes) {
        WrittenFiles files = new WrittenFiles();
        for (FileChange change : changes) {
            try {
                files.write(change);
            } catch (IOException e) {
                List<String> left = files.setBack();
                String reason = e.getMessage() == null || e.getMessage().equals(change.name()) ? e.getClass().getSimpleName()
                        : e.getMessage();
                throw new UserError(UserError.BAD_INPUT, change.name() + ": cannot be written (" + reason + "); "
                        + (left.isEmpty() ? "no file was changed" : "could not be set back: " + String.join(", ", left)), e);
            }
        }
    }

    private void write(FileChange change) throws IOException {
        Path file = Path.of(change.name());
        String before = before(change, file);
        begun.add(new Begun(change, before));
        Files.writeString(file, (before.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "") + change.after());
    }

    /** What is in a file, which must be what the change was made for. */
    private static String before(FileChange change, Path file) throws IOException {
        if (change.before().isEmpty()) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(change.name(), null, "there is another file of this name");
            }
            return "";
        }
        // A pipe would be waited for, without end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no file; save what comes out of it as one");
        }
        String text = Files.readString(file);
        if (!text.replaceFirst("^" + BYTE_ORDER_MARK, "").equals(change.before())) {
            throw new IOException("it has changed since it was read; run the command again");
        }
        return text;
    }

    /** The files that are not as they were. */
    private List<String> setBack() {
        List<String> left = new ArrayList<>();
        for (Begun one : begun.reversed()) {
            if (Files.notExists(one.file())) {
                continue;
            }
            try {
                if (one.before().isEmpty()) {
                    Files.delete(one.file());
                } else if (!Files.readString(one.file()).equals(one.before())) {
                    Files.writeString(one.file(), one.before());
                }
            } catch (IOException e) {
                left.add(one.change().name());
            }
        }
        return left;
    }
}
