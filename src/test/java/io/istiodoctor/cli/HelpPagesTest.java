package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pages that the build writes down are those that are laid out on demand. */
class HelpPagesTest {
    private static final Map<String, String> LAID_OUT = HelpPages.all();

    @Test
    void every_command_has_its_page_in_each_width_and_name_with_and_without_colour() {
        assertEquals(Program.commands().size() * 2 * 2 * 2, LAID_OUT.size());
        assertTrue(Program.commands().containsAll(List.of(List.of(), List.of("check"), List.of("rules", "list"))));
        LAID_OUT.forEach((key, page) -> {
            assertEquals(key.contains(" in colour "), page.contains("\u001b["), key);
            assertEquals(key.startsWith("kubectl "), page.contains("kubectl istio-doctor"), key);
        });
    }

    @Test
    void asked_on_a_terminal_of_80_columns_it_is_the_page_of_80_columns() {
        FakeTerminal terminal = new FakeTerminal();
        Program program = new Program("istio-doctor", new FakeDoctor(), terminal, true);
        program.run("check", "--help");
        assertEquals(terminal.out.toString(), LAID_OUT.get("istio-doctor 80 check"));
    }

    /** In a tree that no build has finished, none is written down. */
    @Test
    void what_is_written_down_is_what_is_laid_out() {
        boolean finished = BuiltPages.of("istio-doctor 80 ").isPresent();
        LAID_OUT.forEach((key, page) -> assertEquals(finished ? Optional.of(page) : Optional.empty(), BuiltPages.of(key), key));
    }

    @Test
    void other_words_are_no_question_for_a_page() {
        for (List<String> words : List.of(List.<String>of(), List.of("check"), List.of("--help", "check"),
                List.of("check", "-f", "x", "--help"), List.of("nonsense", "-h"))) {
            assertEquals(Optional.empty(), HelpPages.asked("istio-doctor", new FakeTerminal(), words.toArray(String[]::new)),
                    words.toString());
        }
    }
}
