package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    @ParameterizedTest
    @CsvSource({"REACHABLE, 0", "REDIRECTED, 0", "SUSPECT, 1", "BROKEN, 1", "UNKNOWN, 3"})
    void a_script_learns_it_by_the_exit_status(Verdict verdict, int status) {
        assertEquals(status, verdict.exitCode());
    }
}
