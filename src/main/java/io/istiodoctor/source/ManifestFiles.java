package io.istiodoctor.source;

import io.istiodoctor.model.FilePath;
import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds the texts that the inputs name; every file is taken once, however often and by whatever links it is named. */
final class ManifestFiles {
    private static final List<String> EXTENSIONS = List.of(".yaml", ".yml", ".json");

    /** S_IFMT and S_IFIFO of POSIX's stat. */
    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;

    private final InputStream standardInput;
    private final Consumer<String> notes;
    private final List<Manifest> found = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    private boolean standardTaken;
    private long bytes;

    private ManifestFiles(ManifestOptions options) {
        this.standardInput = options.standardInput();
        this.notes = options.notes();
    }

    /** The texts in the order of the inputs; those of a folder are sorted by name. */
    static List<Manifest> find(List<String> inputs, ManifestOptions options) {
        ManifestFiles files = new ManifestFiles(options);
        inputs.forEach(files::add);
        return files.found;
    }

    private void add(String input) {
        if (input.equals("-")) {
            if (!standardTaken) {
                standardTaken = true;
                addOnce(Manifest.Once.of(input, standardInput));
            }
            return;
        }
        if (input.isBlank()) {
            throw new UserError(UserError.BAD_INPUT, "an empty path was given as input; name a file, a folder or -");
        }
        if (input.startsWith("https://") || input.startsWith("http://")) {
            throw new UserError(UserError.BAD_INPUT,
                    "%s: addresses are not read; use curl -sSL %<s | istio-doctor check -f -".formatted(input));
        }
        try {
            Path path = FilePath.of(input);
            if (Files.isDirectory(path)) {
                addFolder(input, path);
            } else {
                addFile(input, path);
            }
        } catch (IOException e) {
            throw Manifest.failure(input, e);
        }
    }

    private void addFile(String name, Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(name);
        }
        if (isPipe(path)) {
            try (InputStream in = Files.newInputStream(path)) {
                addOnce(Manifest.Once.of(name, in));
            }
            return;
        }
        if (!Files.isRegularFile(path)) {
            throw new UserError(UserError.BAD_INPUT, name + ": is a device, not a file; use -f - to read from standard input");
        }
        if (!Files.isReadable(path)) {
            throw new UserError(UserError.BAD_INPUT, name + ": cannot be read: permission denied");
        }
        if (seen.add(path.toRealPath())) {
            long size = Files.size(path);
            SizeLimit.check(name, size);
            bytes += size;
            SizeLimit.check("all files together, up to " + name, bytes);
            found.add(new Manifest.File(name, path, size));
        }
    }

    private void addOnce(Manifest.Once manifest) {
        found.add(manifest);
        bytes += manifest.size();
    }

    /** Whether this is a pipe, such as the shell's {@code <(helm template ...)}; asked of the system, as Java has no word for it. */
    private static boolean isPipe(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                && ((int) Files.getAttribute(path, "unix:mode") & FILE_TYPE) == PIPE;
    }

    private void addFolder(String name, Path folder) throws IOException {
        int manifests = walk(folder);
        if (manifests == 0) {
            throw new UserError(UserError.BAD_INPUT, name + ": no .yaml, .yml or .json file in this folder");
        }
    }

    /** Takes the manifests below a folder and counts them; a folder that was walked before counts as one. */
    private int walk(Path folder) throws IOException {
        // Links may lead back to a folder above, or to the same one in many ways.
        if (!seen.add(folder.toRealPath())) {
            return 1;
        }
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.filter(p -> !p.getFileName().toString().startsWith("."))
                    .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString())).toList();
        }
        int manifests = 0;
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                manifests += walk(entry);
            } else if (isManifest(entry)) {
                manifests++;
                if (Files.exists(entry) && !Files.isRegularFile(entry)) {
                    // Nobody may ever write into a pipe that lies about; one that was named was meant to be waited for.
                    notes.accept(entry + ": is a pipe or device, not a file; not checked");
                } else {
                    addFile(entry.toString(), entry);
                }
            }
        }
        return manifests;
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(name::endsWith);
    }
}
