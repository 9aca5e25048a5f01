package io.istiodoctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.model.SourceText.Part;
import io.istiodoctor.model.SourceText.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SourceTextTest {
    private static final SourceText.Hiding NOTHING = (line, start) -> false;

    @Test
    void lines_end_as_in_editors() {
        SourceText text = new SourceText("a.yaml", () -> "a\r\nb\n\nc\u2028d\re", t -> NOTHING);
        assertEquals("a|b||c\u2028d|e|", String.join("|", text.line(1), text.line(2), text.line(3), text.line(4), text.line(5),
                text.line(6)));
        assertEquals("", text.line(0));
        SourceText returns = new SourceText("b.yaml", () -> "\r\r\n\ra\n\r", t -> NOTHING);
        assertEquals("|||a||",
                String.join("|", returns.line(1), returns.line(2), returns.line(3), returns.line(4), returns.line(5), returns.line(6)));
    }

    @Property
    void lines_are_those_of_the_text(@ForAll @StringLength(max = 12) @Chars({'a', '\n', '\r'}) String written) {
        SourceText text = new SourceText("a.yaml", () -> written, t -> NOTHING);
        String[] lines = written.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            assertEquals(lines[i], text.line(i + 1));
        }
        assertEquals("", text.line(lines.length + 1));
    }

    @Test
    void a_line_that_nobody_reads_is_not_given() {
        SourceText text = new SourceText("a.yaml", () -> "a\n" + "b".repeat(10_000) + "\n" + "c".repeat(10_001) + "\nd", t -> NOTHING);
        assertEquals(10_000, text.line(2).length());
        assertEquals("", text.line(3));
        assertEquals("d", text.line(4));
    }

    @Test
    void a_line_that_is_not_to_be_shown_is_not_given() {
        SourceText text = new SourceText("a.yaml", () -> "a\nb\nc", t -> (line, start) -> line == 2 && start == 2);
        assertEquals("a||c", String.join("|", text.line(1), text.line(2), text.line(3)));
    }

    @Test
    void the_text_is_fetched_once_for_many_lines() {
        AtomicInteger fetched = new AtomicInteger();
        SourceText text = new SourceText("a.yaml", () -> "a\nb" + fetched.incrementAndGet(), t -> NOTHING);
        assertEquals("a", text.line(1));
        assertEquals("b1", text.line(2));
    }

    @Test
    void of_a_text_in_stretches_only_the_one_around_a_line_is_read() {
        List<Integer> read = new ArrayList<>();
        List<Stretch> stretches = List.of(new Stretch(1, 4, "a: 1\n---\nb: 2\n"),
                new Stretch(4, Integer.MAX_VALUE, "---\nc: 3\n---\nd: 4"));
        SourceText text = new SourceText("a.yaml", () -> "", line -> {
            read.add(line);
            return stretches.get(line < 4 ? 0 : 1);
        }, t -> (line, start) -> t.startsWith("---") && line == 2 && start == 4);
        assertEquals("a: 1|---|b: 2", String.join("|", text.line(1), text.line(2), text.line(3)));
        assertEquals("---||---|d: 4|", String.join("|", text.line(4), text.line(5), text.line(6), text.line(7), text.line(8)));
        assertEquals(List.of(1, 4), read);
        assertEquals(Optional.of(new Part(6, "---\nd: 4")), text.document(7, 100));
        assertEquals(Optional.of(new Part(4, "---\nc: 3\n")), text.document(5, 100));
        assertEquals(Optional.of(new Part(2, "---\nb: 2\n")), text.document(3, 100));
        assertEquals(List.of(1, 4, 3), read);
    }
}
