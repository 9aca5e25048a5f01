package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.trace.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceCommandTest {
    private final FakeTerminal terminal = new FakeTerminal();
    private final FakeDoctor doctor = new FakeDoctor();

    private int run(String... words) {
        return new Program("istio-doctor", doctor, terminal, false).run(words);
    }

    @ParameterizedTest
    @CsvSource({"REACHABLE, 0", "REDIRECTED, 0", "SUSPECT, 1", "BROKEN, 1", "UNKNOWN, 3"})
    void exit_status_follows_the_verdict(Verdict verdict, int status) {
        doctor.verdict = verdict;
        assertEquals(status, run("trace", "http://shop.example.com/"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "shop.example.com/a | has no scheme", "ftp://shop/ | unknown scheme 'ftp'", "http:/// | host", "http://shop:99999/ | port",
            "tcp://shop | has no port", "Not a target | has no scheme"})
    void bad_input_is_one_line_and_status_2(String target, String said) {
        assertEquals(2, run("trace", target));
        assertEquals(1, terminal.err().lines().count(), terminal.err());
        assertTrue(terminal.err().contains(said), terminal.err());
    }

    @Test
    void a_service_is_the_reverse_question() {
        assertEquals(1, run("trace", "cart.shop:80"));
        assertTrue(terminal.out.toString().contains("No route leads to it."), terminal.out.toString());
    }

    @Test
    void json_is_the_contracts() {
        run("trace", "-o", "json", "http://shop.example.com/");
        assertTrue(terminal.out.toString().contains("\"verdict\": \"reachable\""), terminal.out.toString());
        assertEquals(0, run("urls", "-o", "json"));
    }

    @Test
    void a_response_flag_is_explained() {
        assertEquals(0, run("explain", "503 UH"));
        assertTrue(terminal.out.toString().contains("UH"), terminal.out.toString());
    }
}
