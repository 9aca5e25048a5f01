package io.istiodoctor.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFilesTest {
    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private List<String> names(String... inputs) {
        List<String> absolute = Stream.of(inputs).map(i -> folder.resolve(i).toString()).toList();
        return read(absolute).stream().map(r -> r.ref().name()).toList();
    }

    private List<Resource> read(List<String> inputs) {
        return ManifestSource.read(inputs,
                new ManifestOptions("default", false, InputStream.nullInputStream(), notes::add)).resources();
    }

    /** The error's message, with the temporary folder's path cut off. */
    private String error(String... inputs) {
        UserError e = assertThrows(UserError.class, () -> names(inputs));
        assertEquals(UserError.BAD_INPUT, e.exitCode());
        return e.getMessage().replace(folder + "/", "");
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void service(String file, String name) throws IOException {
        write(file, "apiVersion: v1\nkind: Service\nmetadata:\n  name: " + name + "\n");
    }

    @Test
    void a_folder_is_read_sorted_with_all_below_but_not_what_is_hidden_or_no_manifest() throws IOException {
        service("b.yaml", "b");
        service("a/z.yml", "a-z");
        service("c.json", "c");
        service("D.YAML", "d");
        service(".git/x.yaml", "hidden-folder");
        service(".x.yaml", "hidden-file");
        write("notes.txt", "{{{");
        assertEquals(List.of("d", "a-z", "b", "c"), names(""));
    }

    @Test
    void links_that_lead_in_circles_or_to_the_same_file_are_harmless() throws IOException {
        service("a/x.yaml", "x");
        Files.createSymbolicLink(folder.resolve("a/again"), folder);
        Files.createSymbolicLink(folder.resolve("b"), folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("y.yaml"), folder.resolve("a/x.yaml"));
        assertEquals(List.of("x"), names("", "a", "a/x.yaml", "y.yaml"));
        assertEquals(List.of(), notes);
    }

    @Test
    void a_named_file_may_have_any_name() throws IOException {
        service("manifest.txt", "a");
        assertEquals(List.of("a"), names("manifest.txt"));
    }

    @Test
    void a_file_without_objects_is_noted_beside_others() throws IOException {
        service("a.yaml", "a");
        write("values.yaml", "replicas: 1\n");
        write("empty.yaml", "");
        names("a.yaml", "values.yaml", "empty.yaml");
        assertEquals(List.of("values.yaml: line 1: taken for Helm values; not checked", "empty.yaml: empty; not checked"),
                notes.stream().map(n -> n.replace(folder + "/", "")).toList());
        assertEquals("no Kubernetes objects in values.yaml, empty.yaml", error("values.yaml", "empty.yaml"));
    }

    @Test
    void what_cannot_be_read_is_told_in_one_line() throws IOException {
        service("a.yaml", "a");
        Files.createDirectories(folder.resolve("none"));
        Files.createSymbolicLink(folder.resolve("dangling.yaml"), folder.resolve("gone"));
        assertEquals("x.yaml: cannot be read: no such file or folder", error("a.yaml", "x.yaml"));
        assertEquals("a.yaml/x: cannot be read: no such file or folder", error("a.yaml/x"));
        assertEquals("none: no .yaml, .yml or .json file in this folder", error("none"));
        assertEquals("dangling.yaml: cannot be read: no such file or folder", error(""));
        assertEquals("an empty path was given as input; name a file, a folder or -",
                assertThrows(UserError.class, () -> read(List.of(""))).getMessage());
        assertEquals("https://x/y: addresses are not read; use curl -sSL https://x/y | istio-doctor check -f -",
                assertThrows(UserError.class, () -> read(List.of("https://x/y"))).getMessage());
        assertTrue(assertThrows(UserError.class, () -> read(List.of("a\0b"))).getMessage().contains("cannot be the name of a file"));
    }

    @Test
    void devices_are_refused_before_reading() {
        assumeTrue(Files.exists(Path.of("/dev/zero")));
        assertEquals("/dev/zero: is a device, not a file; use -f - to read from standard input",
                assertThrows(UserError.class, () -> read(List.of("/dev/zero"))).getMessage());
    }

    @Test
    void a_file_that_is_too_large_is_refused_before_reading() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("big.yaml").toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        assertTrue(error("big.yaml").startsWith("big.yaml: more than the "), error("big.yaml"));
    }

    @Test
    void a_file_that_may_not_be_read_is_named() throws IOException {
        service("a.yaml", "a");
        assumeTrue(folder.resolve("a.yaml").toFile().setReadable(false) && !Files.isReadable(folder.resolve("a.yaml")),
                "this user may read everything");
        assertEquals("a.yaml: cannot be read: permission denied", error("a.yaml"));
    }

    @Test
    void one_bad_file_fails_all_and_the_others_are_counted() throws IOException {
        service("a.yaml", "a");
        write("b.yaml", "a: [\n");
        write("c.yaml", "\tb: 1\n");
        assertEquals("b.yaml:2:1: a value is missing here, or a bracket before it is not closed", error("a.yaml", "b.yaml"));
        assertTrue(error("").endsWith(" is not closed (and 1 more file that cannot be read)"), error(""));
    }

    @Test
    void lines_are_shown_from_the_file_as_it_is_then() throws IOException {
        service("a.yaml", "a");
        Resource resource = read(List.of(folder.resolve("a.yaml").toString())).getFirst();
        assertEquals("  name: a", ((Origin.File) resource.origin()).text().line(4));
        assertEquals("", ((Origin.File) resource.origin()).text().line(6));
        Resource gone = read(List.of(folder.resolve("a.yaml").toString())).getFirst();
        Files.delete(folder.resolve("a.yaml"));
        assertEquals("", ((Origin.File) gone.origin()).text().line(4));
    }
}
