package io.istiodoctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegularExpressionTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"((a{1000}){1000}){1000}; true", "(a{100}b){11}; true", "(a{100}b){10}; false",
            "(?:a{2,100}|b{3}){11,}; true", "a{1000}b{1000}; false",
            "(a{1000})(b{1000}); false", "(\\(a{1000}){2}; true", "[(a]{1000}b{2}; false", "([^])]{501}){2}; true", "(a*)*; false",
            "a{,5}b{; false", "(x(y{50}){20}){2}; true", "12{600}3{600}; false", "a{10000}; true"})
    void repetitions_multiply_where_one_holds_the_other(String pattern, boolean excessive) {
        assertEquals(excessive, RegularExpression.of(pattern).problem().contains("invalid repeat count"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"/a/{id}+; /a/{id}}}; true", "{{2}; {{; true", "a{,5}; a{,5}; true", "[{]{2}; {{; true",
            "\\Q{\\E{2}; {{; true",
            "a{2}; aa; true", "a{2,}; aaa; true", "a\\{2}; a{2}; true", "a{2,3}; a; false", "\\p{Greek}{2}; αβ; true",
            "\\x{61}{2}; aa; true"})
    void a_brace_that_begins_no_repetition_is_a_character(String pattern, String text, boolean taken) {
        assertEquals(taken, RegularExpression.of(pattern).matches(text), RegularExpression.of(pattern).problem());
    }

    @Test
    void whatever_is_written_is_read_in_the_end() {
        for (String endless : new String[] {"a".repeat(100_000), "(".repeat(5_000) + ")".repeat(5_000),
                "(?:".repeat(1_000) + "a" + ")*".repeat(1_000)}) {
            assertFalse(RegularExpression.of(endless).valid());
        }
        assertTrue(RegularExpression.of("(".repeat(900) + "a" + ")".repeat(900)).matches("a"));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"/old/(.*), /new/\\1, /new/x$1", "/old, $0, $0/x$1", "(, /new, /old/x$1",
            "/(old), \\2, /old/x$1"})
    void groups_are_named_as_in_Envoy(String pattern, String substitution, String replaced) {
        assertEquals(replaced, RegularExpression.of(pattern).replaceAll("/old/x$1", substitution));
    }
}
