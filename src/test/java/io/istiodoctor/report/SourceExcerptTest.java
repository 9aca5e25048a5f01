package io.istiodoctor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceExcerptTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "host: catalog; 7; catalog",
            "host: catalog  # the shop; 7; catalog",
            "a: b c d; 4; b c d",
            "a: [b c, d]; 5; b c",
            "a: {b: c}; 8; c",
            "a: \"b, } c\" ; 4; \"b, } c\"",
            "{\"port\": 8000}; 10; 8000",
            "a: http://x:80/y#z; 4; http://x:80/y#z",
            "- name: x; 3; name",
            "a: {b: c}; 4; {",
            "a: 'it''s'; 4; 'it'",
    })
    void underlines_the_token(String line, int column, String token) {
        String[] shown = show(line, column, 80);
        assertEquals(token, shown[0].substring(shown[1].indexOf('^'), shown[1].lastIndexOf('^') + 1));
    }

    @Test
    void a_long_line_is_cut_around_the_caret() {
        String line = "{\"a\":\"" + "x".repeat(500) + "\",\"port\":8000,\"b\":\"" + "y".repeat(500) + "\"}";
        String[] shown = show(line, line.indexOf("8000") + 1, 60);
        assertTrue(shown[0].length() <= 60 && shown[1].length() <= 60, shown[0]);
        assertEquals("8000", shown[0].substring(shown[1].indexOf('^'), shown[1].lastIndexOf('^') + 1));
        assertTrue(shown[0].contains("│ …") && shown[0].endsWith("…"), shown[0]);
    }

    @Test
    void a_token_longer_than_the_screen_is_underlined_as_far_as_it_is_seen() {
        String[] shown = show("host: " + "x".repeat(500), 7, 40);
        assertEquals(40, shown[0].length());
        assertTrue(shown[1].length() <= 40 && shown[1].endsWith("^^^^^"), shown[1]);
    }

    @Test
    void tabs_and_wide_letters_keep_the_caret_in_its_place() {
        int gutter = "12 │ ".length();
        assertEquals(gutter + 4, show("\ta: b", 2, 80)[1].indexOf('^'));
        assertEquals(gutter + 2 + 2, show("漢: c", 4, 80)[1].indexOf('^'));
    }

    @Test
    void a_column_beyond_the_line_gives_one_caret_after_it() {
        assertTrue(show("abc:", 5, 80)[1].endsWith("    ^"));
    }

    private static String[] show(String line, int column, int width) {
        Page page = new Page(new Screen(width, false, true));
        new SourceExcerpt(new Location("f", 12, column, line), page.screen()).addTo(page, 0);
        return page.toString().split("\n");
    }
}
