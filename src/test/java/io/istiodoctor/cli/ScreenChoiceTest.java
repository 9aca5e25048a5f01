package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.report.Screen;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenChoiceTest {
    private static Screen screen(Map<String, String> environment, int terminalWidth) {
        return SystemTerminal.screen(environment, terminalWidth, StandardCharsets.UTF_8);
    }

    @Test
    void colour_is_for_terminals_without_no_color() {
        assertEquals(new Screen(120, true, true), screen(Map.of("TERM", "xterm"), 120));
        assertEquals(new Screen(120, true, true), screen(Map.of("NO_COLOR", ""), 120));
        assertEquals(new Screen(120, false, true), screen(Map.of("NO_COLOR", "1"), 120));
        assertEquals(new Screen(120, false, true), screen(Map.of("TERM", "dumb"), 120));
        assertEquals(new Screen(100, false, true, false), screen(Map.of("TERM", "xterm"), 0));
    }

    @Test
    void columns_comes_before_the_terminal_and_nonsense_is_ignored() {
        assertEquals(72, screen(Map.of("COLUMNS", "72"), 120).width());
        assertEquals(72, screen(Map.of("COLUMNS", "72"), 0).width());
        assertEquals(120, screen(Map.of("COLUMNS", "wide"), 120).width());
        assertEquals(100, screen(Map.of("COLUMNS", "0"), 0).width());
        assertEquals(40, screen(Map.of("COLUMNS", "10"), 120).width());
    }

    @Test
    void prose_is_at_most_100_wide() {
        assertEquals(100, screen(Map.of(), 200).proseWidth());
        assertEquals(80, screen(Map.of(), 80).proseWidth());
    }

    @Test
    void only_utf_8_shows_more_than_ascii() {
        assertEquals(new Screen(80, true, false), SystemTerminal.screen(Map.of(), 80, StandardCharsets.US_ASCII));
        assertEquals(new Screen(80, true, false), SystemTerminal.screen(Map.of(), 80, StandardCharsets.ISO_8859_1));
    }
}
