package io.istiodoctor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.NotChecked;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Many kinds that files lack are told in one sentence; a few are told with the rules that wait for them. */
class NotCheckedSectionTest {
    private static String section(String... kinds) {
        List<NotChecked> notChecked = new ArrayList<>();
        for (String kind : kinds) {
            notChecked.add(new NotChecked(kind.toLowerCase(Locale.ROOT) + "-rule", Coverage.None.ofFiles(kind).reason())
                    .forWantOf(Optional.of(kind)));
        }
        notChecked.add(new NotChecked("other-rule", "Secrets may not be read"));
        String text = new TextReport().render(new Diagnosis(List.of(), notChecked, List.of(), 3, 7), new Screen(200, false, false));
        return text.substring(text.indexOf("Not checked"));
    }

    @Test
    void a_few_kinds_have_a_line_each() {
        assertEquals("""
                Not checked
                  * the input has no Node (--assume-complete says that the input is everything): node-rule
                  * Secrets may not be read: other-rule
                """, section("Node"));
    }

    @Test
    void many_kinds_are_one_sentence() {
        assertEquals("""
                Not checked
                  * the input has no Node, Role, Ingress (--assume-complete says that the input is everything): 3
                    rules, which -o json names
                  * Secrets may not be read: other-rule
                """, section("Node", "Role", "Ingress"));
    }
}
