package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.GoDuration;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
    @ParameterizedTest
    @CsvSource({"a.example.com, true", "a.example.com., true", "example.1, false", "1.1.1, false", "*.example.com, false", "-a.com, false",
            "A.com, true", "'', false"})
    void a_host_is_made_of_labels(String text, boolean host) {
        assertEquals(host, Forms.isHost(text));
    }

    @ParameterizedTest
    @CsvSource({"*, true", "*.com, true", "*a.com, true", "*-a.com, true", "a.*.com, false", "**.com, false"})
    void an_asterisk_is_or_begins_the_first_label(String text, boolean host) {
        assertEquals(host, Forms.isWildcardHost(text));
    }

    @ParameterizedTest
    @CsvSource({"1s, 1000000000", "1.5ms, 1500000", "1h1m, 3660000000000", ".5s, 500000000", "1.s, 1000000000",
            "2.5000000000000000000s, 2500000000", "1.0000000001ms, 1000000", "0.5ns, 0", "-1s, -1000000000", "0, 0", "1us, 1000"})
    void a_duration_is_added_up(String text, long nanoseconds) {
        assertEquals(nanoseconds, GoDuration.nanoseconds(text).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "99999999999999999999s", "3000000h", "2562047h2562047h", "1 s", "s", "1d", "", "1s-", "~"})
    void anything_else_is_no_duration(String text) {
        assertEquals(true, GoDuration.nanoseconds(text).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"plain, true", "100%%, true", "%START_TIME%, true", "%REQ(X?Y:Z)%, true", "'%A([\"x\", \"y\"])%', true", "50%, false",
            "%START_TIME, false",
            "%REQ(x%, false", "'%A([\"x\")%', false", "%A()x%, false"})
    void a_variable_in_a_header_has_an_end(String text, boolean sound) {
        assertEquals(sound, HeaderValue.isSound(text));
    }
}
