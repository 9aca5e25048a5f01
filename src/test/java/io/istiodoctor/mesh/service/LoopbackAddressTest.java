package io.istiodoctor.mesh.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command line says of where a container listens. */
class LoopbackAddressTest {
    private static String found(List<String> args, Map<String, String> env, boolean only) {
        return LoopbackAddress.of(List.of(), args, env, 8080, only).map(a -> a.path() + " -> " + a.mended()).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--bind=127.0.0.1:8080 | args[0] -> --bind=0.0.0.0:8080",
            "--bind 127.0.0.1:8080 | args[1] -> 0.0.0.0:8080",
            "-b localhost:8080 | args[1] -> 0.0.0.0:8080",
            "--Listen_Address=[::1]:8080 | args[0] -> --Listen_Address=[::]:8080",
            "--host ::1 | args[1] -> ::",
            "--web.listen-address=127.0.0.53:8080 | args[0] -> --web.listen-address=0.0.0.0:8080",
            "--bind=127.0.0.1:9090 | ''",
            "--bind=0.0.0.0:8080 | ''",
            "--bind=:8080 | ''",
            "--host=$(POD_IP) | ''",
            "--bind=127.0.0.1,10.0.0.1 | ''",
            "--bind=127.0.0.1:8080 --bind=10.0.0.1:8080 | ''",
            "--host=127.0.0.1 --port=8080 | args[0] -> --host=0.0.0.0",
            "--host=127.0.0.1 --port=5432 | ''",
            "--bind=127.0.0.1:8080 --metrics-port=9090 | args[0] -> --bind=0.0.0.0:8080",
            "--upstream=127.0.0.1:8080 | ''",
            "--db-host=127.0.0.1 | ''",
            "127.0.0.1:8080 | ''"})
    void arguments(String args, String expected) {
        assertEquals(expected, found(List.of(args.split(" ")), Map.of(), true));
    }

    @Test
    void a_shells_command_line_keeps_the_rest() {
        assertEquals("args[1] -> exec app --proxy-to 127.0.0.1:9 --bind 0.0.0.0:8080",
                found(List.of("-c", "exec app --proxy-to 127.0.0.1:9 --bind 127.0.0.1:8080"), Map.of(), true));
    }

    @Test
    void an_address_without_a_port_means_the_only_one() {
        assertEquals("env.HOST -> 0.0.0.0", found(List.of(), Map.of("HOST", "localhost"), true));
        assertEquals("", found(List.of(), Map.of("HOST", "localhost"), false));
        assertEquals("", found(List.of(), Map.of("HOST", "localhost", "PORT", "9090"), true));
        assertEquals("", found(List.of(), Map.of("DB_HOST", "localhost"), true));
    }
}
