package io.istiodoctor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares output with the file of a name under src/test/resources/golden; {@code -Dgolden.write=true} writes them anew. */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    static void check(String name, String actual) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, actual);
            return;
        }
        String expected = Files.exists(file) ? Files.readString(file) : "";
        assertEquals(expected, actual, () -> name + " differs from line " + firstDifference(expected, actual)
                + " on; when the new output is right: mvn test -Dtest='*ReportTest' -Dgolden.write=true");
    }

    private static String firstDifference(String expected, String actual) {
        String[] a = expected.split("\n", -1);
        String[] b = actual.split("\n", -1);
        int i = 0;
        while (i < a.length && i < b.length && a[i].equals(b[i])) {
            i++;
        }
        return (i + 1) + "\n  expected: " + (i < a.length ? a[i] : "(end)") + "\n  actual:   " + (i < b.length ? b[i] : "(end)")
                + "\n";
    }
}
