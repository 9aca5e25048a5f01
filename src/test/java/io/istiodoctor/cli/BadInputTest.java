package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.cli.InProcess.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad files and folders of bad rules, which lie beside a checkout in ../shared/faults, end in a result or in one clear line. */
class BadInputTest {
    private static final Path FAULTS = Path.of("..", "shared", "faults");
    private static final Pattern INTERNALS = Pattern
            .compile("internal error|Exception|\\bat [a-z.]+\\(|java\\.(lang|util|io|nio|net)|io\\.istiodoctor");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f]");

    static Stream<Path> inputs() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(FAULTS), "no faults in " + FAULTS + ": nothing to read");
        try (Stream<Path> files = Files.list(FAULTS.resolve("files"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void bad_input_is_survived(Path input) {
        if (Files.isDirectory(input)) {
            judge(input, run("check", "-f", FAULTS.resolve("good.yaml").toString(), "--assume-complete", "--rules", input.toString()));
            return;
        }
        for (String command : List.of("check", "urls", "proxy")) {
            judge(input, run(command, "-A", "-f", input.toString(), "--assume-complete"));
        }
    }

    private static Run run(String... words) {
        FakeTerminal terminal = new FakeTerminal();
        int status = new Program("istio-doctor", Wiring.doctor(Map.of()), terminal, false).run(words);
        return new Run(status, terminal.out.toString(), terminal.err());
    }

    private static void judge(Path input, Run run) {
        String written = run.out() + run.err();
        String told = input + ": status " + run.status() + "\n" + written.substring(0, Math.min(2000, written.length()));
        assertTrue(Set.of(0, 1, 2).contains(run.status()), told);
        assertFalse(INTERNALS.matcher(written).find(), told);
        assertFalse(CONTROL.matcher(written).find(), told);
        assertTrue(input.getFileName().toString().startsWith("rules-") || !run.out().contains("expression failed"), told);
        long lines = run.err().lines().filter(l -> !l.isBlank()).count();
        assertTrue(run.status() != 2 || lines >= 1 && lines <= 2, told);
    }
}
