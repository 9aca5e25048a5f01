package io.istiodoctor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextReportTest {
    private static final Map<String, Diagnosis> SAMPLES = Map.of("files", Samples.files(), "live", Samples.live(),
            "many", Samples.many(), "nasty", Samples.nasty(), "nothing", Samples.nothing(),
            "unread", Samples.unread(), "forbidden", Samples.forbidden());

    static Stream<Arguments> samples_and_widths() {
        return SAMPLES.keySet().stream().sorted().flatMap(name -> Stream.of(80, 140).map(width -> Arguments.of(name, width)));
    }

    @ParameterizedTest
    @MethodSource("samples_and_widths")
    void looks_as_recorded(String name, int width) throws IOException {
        Golden.check(name + "-" + width + ".txt", render(SAMPLES.get(name), new Screen(width, false, true)));
    }

    @Test
    void looks_as_recorded_in_colour_and_in_ascii() throws IOException {
        Golden.check("files-80-colour.txt", render(Samples.files(), new Screen(80, true, true)));
        Golden.check("files-80-ascii.txt", render(Samples.files(), new Screen(80, false, false)));
    }

    @Test
    void brief_lines_are_broken_between_words_where_somebody_looks_and_nowhere_else() throws IOException {
        Golden.check("brief-files-80.txt", Report.brief().render(Samples.files(), new Screen(80, false, true)));
        String piped = Report.brief().render(Samples.files(), new Screen(80, false, true, false));
        assertEquals(Samples.files().findings().size(), piped.lines().filter(l -> l.endsWith("]")).count());
        assertTrue(piped.lines().filter(l -> l.endsWith("]")).allMatch(l -> l.matches("(error|warning|info) .*\\[.*]")), piped);
    }

    @Test
    void colour_changes_nothing_but_colour() {
        String coloured = render(Samples.files(), new Screen(80, true, true));
        assertEquals(render(Samples.files(), new Screen(80, false, true)), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void an_ascii_screen_gets_ascii_only() {
        String text = render(Samples.live(), new Screen(80, false, false)) + render(Samples.files(), new Screen(60, false, false));
        assertTrue(text.chars().allMatch(c -> c < 128));
    }

    @Test
    void nothing_hostile_reaches_the_terminal() {
        String text = render(Samples.nasty(), new Screen(80, false, true));
        assertEquals("", text.codePoints().filter(c -> c != '\n' && c != '\t' && Hostile.is(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString());
    }

    @Test
    void prose_keeps_within_the_width_and_commands_are_never_broken() {
        String text = render(Samples.files(), new Screen(60, false, true));
        String command = Samples.files().findings().getFirst().fixes().get(1).command().orElseThrow();
        assertTrue(text.lines().anyMatch(line -> line.strip().equals(command)), text);
        assertTrue(text.lines().filter(l -> !l.contains("kubectl") && !l.contains("istio-doctor explain") && !l.matches("      [-+ @].*"))
                .allMatch(l -> DisplayWidth.of(l) <= 60), text);
    }

    @Test
    void one_change_that_mends_two_findings_is_shown_once() {
        Diagnosis before = Samples.files();
        Finding first = before.findings().stream().filter(f -> f.fixes().stream().anyMatch(x -> x.diff().isPresent())).findFirst()
                .orElseThrow();
        Fix change = first.fixes().stream().filter(x -> x.diff().isPresent()).findFirst().orElseThrow();
        Finding second = new Finding("another-rule", first.severity(), List.of(), first.object(), "spec", Optional.empty(),
                "It is seen here as well.", "", List.of(change), List.of(),
                List.of(), Optional.empty());
        Finding alone = new Finding(first.rule(), first.severity(), first.aliases(), first.object(), first.field(), first.location(),
                first.message(), first.why(), List.of(change),
                first.related(), first.references(), first.value());
        String text = render(before.with(List.of(alone, second)), new Screen(140, false, true));
        String diff = change.diff().orElseThrow().lines().findFirst().orElseThrow();
        assertEquals(1, text.lines().filter(l -> l.strip().equals(diff)).count(), text);
        assertTrue(text.contains("The change for " + first.rule() + " of " + first.object() + " above mends this too"), text);
    }

    @Test
    void a_here_document_stands_at_the_margin() {
        assertTrue(render(Samples.live(), new Screen(80, false, true)).contains("\nkubectl apply -f - <<'EOF'\napiVersion: "));
        assertTrue(render(Samples.live(), new Screen(80, false, true)).contains("\n---\napiVersion: metallb.io/v1beta1\n"));
        assertTrue(render(Samples.live(), new Screen(80, false, true)).contains("\nEOF\n"));
    }

    @Test
    void a_printed_diff_is_accepted_by_patch_as_it_stands(@TempDir Path folder) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/patch")), "patch is not installed");
        Path file = folder.resolve("routing.yaml");
        Files.writeString(file, "kind: Gateway\nmetadata:\n  name: storefront\n\n\nspec:\n  selector: {istio: ingressgateway}\n"
                + "  servers:\n  - port: {number: 8000, name: http, protocol: HTTP}  # same as the app\n    hosts: [shop.example.com]\n");
        String printed = render(Samples.files(), new Screen(80, false, true)).lines().dropWhile(l -> !l.startsWith("      ---"))
                .takeWhile(l -> !l.isEmpty()).reduce("", (a, b) -> a + b + "\n");
        Process patch = new ProcessBuilder("patch", file.toString()).redirectErrorStream(true).start();
        try (var in = patch.outputWriter()) {
            in.write(printed);
        }
        assertEquals(0, patch.waitFor(), () -> new String(readAll(patch), StandardCharsets.UTF_8));
        assertTrue(Files.readString(file).contains("number: 80, "));
    }

    private static byte[] readAll(Process process) {
        try {
            return process.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String render(Diagnosis diagnosis, Screen screen) {
        return Report.named("text").orElseThrow().render(diagnosis, screen);
    }
}
