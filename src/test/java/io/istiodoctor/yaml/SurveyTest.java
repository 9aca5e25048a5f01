package io.istiodoctor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What eight bytes at a time show is what each byte shows. */
class SurveyTest {
    @Property(tries = 5000)
    void eight_bytes_at_a_time(@ForAll("texts") byte[] bytes) {
        assertEquals(Survey.byBytes(bytes), Survey.of(bytes));
    }

    @Provide
    Arbitrary<byte[]> texts() {
        Arbitrary<Byte> ordinary = Arbitraries.of((byte) '\n', (byte) '%', (byte) ' ', (byte) '~', (byte) 'a', (byte) '!');
        Arbitrary<Byte> any = Arbitraries.frequencyOf(Tuple.of(40, ordinary), Tuple.of(1, Arbitraries.bytes()));
        return Arbitraries.oneOf(ordinary.array(byte[].class).ofMaxSize(40), any.array(byte[].class).ofMaxSize(40));
    }

    @ParameterizedTest
    @CsvSource({"'', 0, true, false, false", "'%YAML', 0, true, false, true", "'a: b|', 1, true, false, false",
            "'a: b|%', 1, true, false, true", "'0123456|%TAG', 1, true, false, true", "'01234567|%', 1, true, false, true",
            "'a^b', 0, false, true, false", "'\u007f', 0, false, false, false", "'\u00e4', 0, false, false, false",
            "'0123456789\u0001', 0, false, false, false", "'a\tb', 0, true, false, false"})
    void what_a_part_is_made_of(String text, int lineEnds, boolean ordinary, boolean returns, boolean directive) {
        byte[] bytes = text.replace('|', '\n').replace('^', '\r').getBytes(StandardCharsets.UTF_8);
        assertEquals(new Survey(lineEnds, ordinary, returns, directive), Survey.of(bytes));
    }
}
