package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Scalar;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class NumbersTest {
    /** What is told at a glance is what the rules of goyaml.v2/resolve.go say, written as regular expressions. */
    @Property(tries = 20_000)
    void numbers_are_those_of_the_regular_expressions(
            @ForAll @StringLength(min = 1, max = 6) @Chars({'0', '1', '7', '9', '.', '-', '+', '_', 'e', 'E', 'x', 'o', 'b', 'f', ':',
                    'é'}) String text) {
        boolean starts = text.matches("(?s)[-+.0-9].*");
        String digits = text.startsWith(".") ? text : text.replace("_", "");
        boolean number = starts
                && (text.matches("-?(0|[1-9][0-9]*)") || digits.matches("[-+]?(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)")
                        || digits.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"));
        assertEquals(number, ScalarTypes.resolve(text, true, null, Mark.NONE).type() == Scalar.Type.NUMBER, text);
    }
}
