package io.istiodoctor.cli;

import io.istiodoctor.fix.FileChange;
import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes changes of several files: all of them, or none. */
final class WrittenFiles {
    private final List<FileChange> begun = new ArrayList<>();

    private WrittenFiles() {}

    /**
     * Writes all files.
     *
     * @throws UserError (bad input) when one cannot be written; those before it are then as they were, or are named
     */
    static void write(List<FileChange> changes) {
        WrittenFiles files = new WrittenFiles();
        for (FileChange change : changes) {
            try {
                files.begun.add(change);
                Files.writeString(Path.of(change.name()), change.after());
            } catch (IOException e) {
                List<String> left = files.setBack();
                String reason = e.getMessage() == null || e.getMessage().equals(change.name()) ? e.getClass().getSimpleName() : e.getMessage();
                throw new UserError(UserError.BAD_INPUT, change.name() + ": cannot be written (" + reason + "); "
                        + (left.isEmpty() ? "no file was changed" : "could not be set back: " + String.join(", ", left)), e);
            }
        }
    }

    /** The files that are not as they were. */
    private List<String> setBack() {
        List<String> left = new ArrayList<>();
        for (FileChange change : begun.reversed()) {
            Path file = Path.of(change.name());
            if (Files.notExists(file)) {
                continue;
            }
            try {
                if (change.before().isEmpty()) {
                    Files.delete(file);
                } else if (!Files.readString(file).equals(change.before())) {
                    Files.writeString(file, change.before());
                }
            } catch (IOException e) {
                left.add(change.name());
            }
        }
        return left;
    }
}
