package io.istiodoctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class KubernetesNameTest {
    /** What is looked at character by character is what Kubernetes' regular expressions take. */
    @Property
    void names_are_those_of_the_regular_expressions(
            @ForAll @StringLength(max = 5) @Chars({'a', 'Z', '9', '-', '.', '_', 'é'}) String text) {
        assertEquals(text.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"), KubernetesName.isLabel(text));
        assertEquals(text.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?") && !text.contains(".."), KubernetesName.isName(text));
        assertEquals(text.matches("(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"), KubernetesName.isWord(text, "-_.", true));
    }

    @Property
    void ascii_alone_counts(@ForAll @CharRange(from = 0, to = '\u0200') char c) {
        assertEquals(String.valueOf(c).matches("[a-zA-Z0-9]"), KubernetesName.isWord(String.valueOf(c), "", true));
    }

    @Test
    void names_have_a_longest_length() {
        assertEquals("true false true false",
                "%s %s %s %s".formatted(KubernetesName.isLabel("a".repeat(63)), KubernetesName.isLabel("a".repeat(64)),
                        KubernetesName.isName("a".repeat(253)), KubernetesName.isName("a".repeat(254))));
    }
}
