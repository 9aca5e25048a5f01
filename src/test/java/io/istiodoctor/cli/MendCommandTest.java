package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.fix.FileChange;
import io.istiodoctor.mend.Mendings;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.model.UserError;
import io.istiodoctor.trace.SmallMesh;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MendCommandTest {
    private static final String URL = "http://shop.example.com/shop";
    private static final String BROKEN = SmallMesh.SHOP.manifests()
            .replace("gateways: [shop]", "gateways: [shoop]");

    private final FakeTerminal terminal = new FakeTerminal();
    private final FakeDoctor doctor = new FakeDoctor();

    private int run(Doctor asked, String... words) {
        return new Program("istio-doctor", asked, terminal, false).run(words);
    }

    private void live() {
        Proposal files = Mendings.proposal(BROKEN, URL);
        doctor.proposals = List
                .of(new Proposal(files.mending(), List.of(), List.of("kubectl -n shop patch ..."), List.of("kubectl -n shop patch back")));
    }

    @Test
    void a_cluster_is_changed_after_a_dry_run_and_a_question() {
        live();
        assertEquals(0, run(doctor, "mend", URL, "--apply"));
        assertEquals(List.of(true), doctor.applied);
        terminal.agrees = true;
        assertEquals(0, run(doctor, "mend", URL, "--apply"));
        assertEquals(List.of(true, true, false), doctor.applied);
        assertTrue(terminal.out.toString().endsWith("The way back:\nkubectl -n shop patch back\n"), terminal.out.toString());
    }

    @Test
    void changes_that_were_made_before_one_that_fails_are_told_with_their_way_back() {
        String both = BROKEN.replace("selector: {app: shop}\n  ports", "selector: {app: Shop}\n  ports");
        Proposal files = Mendings.proposal(both, URL);
        Proposal live = new Proposal(files.mending(), List.of(), List.of("kubectl patch first", "kubectl patch second"),
                List.of("kubectl patch second back", "kubectl patch first back"));
        doctor.proposals = List.of(live);
        assertEquals(2, live.changes().size(), () -> live.changes().toString());
        doctor.taken = 1;
        assertEquals(3, run(doctor, "mend", URL, "--apply", "--yes"));
        assertTrue(terminal.out.toString().endsWith("The way back:\nkubectl patch first back\n"), terminal.out.toString());
        assertEquals("istio-doctor: changing it failed (409); before it were changed: " + live.changes().getFirst().target()
                + "; what takes that back stands above\n", terminal.err());
    }

    @Test
    void for_programs_the_way_back_is_a_part_of_the_json_and_nothing_else_is_printed() {
        live();
        assertEquals(0, run(doctor, "mend", URL, "--apply", "--yes", "-o", "json"));
        assertTrue(terminal.out.toString().endsWith("\"undo\":[\"kubectl -n shop patch back\"]}\n")
                && terminal.out.toString().lines().count() == 1, terminal.out.toString());
    }

    @Test
    void a_change_that_fails_first_is_all_that_happens() {
        live();
        doctor.taken = 0;
        assertEquals(3, run(doctor, "mend", URL, "--apply", "--yes"));
        assertEquals("istio-doctor: changing it failed (409); no change was made before it\n", terminal.err());
        assertTrue(!terminal.out.toString().contains("The way back"), terminal.out.toString());
    }

    @Test
    void where_one_file_cannot_be_written_none_is_changed(@TempDir Path folder) throws IOException {
        Path first = Files.writeString(folder.resolve("first.yaml"), "a");
        Path made = folder.resolve("made.yaml");
        List<FileChange> changes = List.of(new FileChange(first.toString(), "a", "b"), new FileChange(made.toString(), "", "c"),
                new FileChange(folder.resolve("gone/second.yaml").toString(), "d", "e"));
        UserError error = assertThrows(UserError.class, () -> WrittenFiles.write(changes));
        assertTrue(error.getMessage().startsWith(folder.resolve("gone/second.yaml") + ": cannot be written (NoSuchFileException)"),
                error.getMessage());
        assertEquals("a", Files.readString(first));
        assertTrue(Files.notExists(made));
        assertEquals(UserError.BAD_INPUT, error.exitCode());
    }

    @Test
    void what_was_not_read_is_not_overwritten(@TempDir Path folder) throws IOException {
        Path first = Files.writeString(folder.resolve("first.yaml"), "a");
        Path second = Files.writeString(folder.resolve("second.yaml"), "somebody else's");
        for (String before : List.of("d", "")) {
            List<FileChange> changes = List.of(new FileChange(first.toString(), "a", "b"), new FileChange(second.toString(), before, "e"));
            UserError error = assertThrows(UserError.class, () -> WrittenFiles.write(changes));
            assertTrue(
                    error.getMessage()
                            .contains(before.isEmpty() ? "there is another file of this name" : "it has changed since it was read"),
                    error.getMessage());
            assertEquals("a", Files.readString(first));
            assertEquals("somebody else's", Files.readString(second));
        }
    }

    @Test
    void a_byte_order_mark_stays(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("marked.yaml"), "\uFEFFa: 1");
        WrittenFiles.write(List.of(new FileChange(file.toString(), "a: 1", "a: 2")));
        assertEquals("\uFEFFa: 2", Files.readString(file));
    }

    @Test
    void nobody_is_asked_who_has_answered_before() {
        live();
        assertEquals(0, run(doctor, "mend", URL, "--apply", "--yes"));
        assertEquals(List.of(true, false), doctor.applied);
        assertEquals("", terminal.err());
    }

    @Test
    void files_are_written(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("all.yaml"), BROKEN);
        Doctor installed = new InstalledDoctor(Path.of("rules"), Map.of(), InputStream.nullInputStream(), Clock.systemUTC());
        assertEquals(0, run(installed, "mend", URL, "-f", file.toString(), "--assume-complete", "--apply"), terminal.err());
        assertEquals(BROKEN.replace("gateways: [shoop]", "gateways: [shop/shop]"), Files.readString(file));
        assertTrue(terminal.out.toString().contains("patch -R -p0"), terminal.out.toString());
        assertEquals(0, run(installed, "trace", URL, "-f", file.toString(), "--assume-complete"));
    }

    @Test
    void a_request_is_needed_and_one_way_to_name_it() {
        assertEquals(2, run(doctor, "mend"));
        assertTrue(terminal.err().contains("mend needs a URL"), terminal.err());
        assertEquals(2, run(doctor, "mend", URL, "--to", "shop"));
        assertTrue(terminal.err().contains("--to takes SERVICE.NAMESPACE"), terminal.err());
    }
}
