package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The screens in the documentation are what the tool prints: every block that begins with a command is run, 80 columns wide. A
 * line of three dots stands for lines that are left out. With -Ddocs.write=true whole blocks are written anew.
 */
class DocumentedScreensTest {
    private static final Pattern BLOCK = Pattern.compile("```\n\\$ istio-doctor (.*)\n((?s:.*?))\n```");
    private static final String LEFT_OUT = "  ...";

    static Stream<Path> pages() {
        return Stream.of(Path.of("README.md"), Path.of("docs", "trace.md"), Path.of("docs", "mend.md"), Path.of("docs", "proxy.md"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void what_is_shown_is_what_is_printed(Path page) throws IOException {
        String text = Files.readString(page);
        Matcher block = BLOCK.matcher(text);
        int blocks = 0;
        String written = text;
        while (block.find()) {
            blocks++;
            String printed = print(block.group(1));
            if (Boolean.getBoolean("docs.write") && !block.group(2).contains(LEFT_OUT)) {
                written = written.replace(block.group(), "```\n$ istio-doctor " + block.group(1) + "\n" + printed + "\n```");
            } else {
                compare(block.group(2), printed, page + ": istio-doctor " + block.group(1));
            }
        }
        assertTrue(blocks > 1, page + " shows screens");
        if (!written.equals(text)) {
            Files.writeString(page, written);
        }
    }

    private static String print(String words) {
        FakeTerminal terminal = new FakeTerminal();
        var doctor = new InstalledDoctor(Path.of("rules"), Map.of(), InputStream.nullInputStream(), Clock.systemUTC());
        new Program("istio-doctor", doctor, terminal, false).run(words.split(" "));
        return terminal.out.toString().stripTrailing();
    }

    private static void compare(String shown, String printed, String where) {
        List<String> parts = new ArrayList<>(List.of(shown.split("\n" + Pattern.quote(LEFT_OUT) + "\n")));
        if (parts.size() == 1) {
            assertEquals(printed, shown.stripTrailing(), where);
            return;
        }
        int at = 0;
        for (String part : parts) {
            int found = printed.indexOf(part, at);
            assertTrue(found >= 0, where + " does not print\n" + part);
            at = found + part.length();
        }
    }
}
