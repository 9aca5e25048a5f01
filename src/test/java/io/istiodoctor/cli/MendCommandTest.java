package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mendings;
import io.istiodoctor.mend.Proposal;
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
    private static final String BROKEN = SmallMesh.healthy("lb", true, false, "shop.example.com", "prefix: /shop", "8080").manifests().replace("gateways: [shop]", "gateways: [shoop]");

    private final FakeTerminal terminal = new FakeTerminal();
    private final FakeDoctor doctor = new FakeDoctor();

    private int run(Doctor asked, String... words) {
        return new Program("istio-doctor", asked, terminal, false).run(words);
    }

    private void live() {
        Proposal files = Mendings.proposal(BROKEN, URL);
        doctor.proposals = List.of(new Proposal(files.mending(), List.of(), List.of("kubectl -n shop patch ..."), List.of("kubectl -n shop patch back")));
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
