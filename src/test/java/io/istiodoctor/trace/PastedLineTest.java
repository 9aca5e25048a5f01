package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.trace.ResponseFlags.Meaning;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastedLineTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "curl: (7) Failed to connect to 192.0.2.7 port 80 after 2 ms: Connection refused | connection refused",
            "curl: (6) Could not resolve host: shop.example.com | could not resolve host",
            "curl: (28) Connection timed out after 5001 milliseconds | connection timed out",
            "curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to shop.example.com:443 | TLS handshake broken off",
            "curl: (35) error:0A00010B:SSL routines::wrong version number | wrong version number",
            "curl: (60) SSL: no alternative certificate subject name matches target host name | certificate not trusted or not for the host",
            "curl: (52) Empty reply from server | connection reset",
            "upstream connect error or disconnect/reset before headers. reset reason: connection failure | upstream connect error or disconnect/reset before headers, 503, UF",
            "upstream connect error or disconnect/reset before headers. reset reason: connection termination |"
                    + " upstream connect error or disconnect/reset before headers, 503, UF, UC",
            "no healthy upstream | 503, UH",
            "RBAC: access denied | 403",
            "Jwt issuer is not configured | 401",
            "`[2026-11-20T10:00:00.000Z] \"GET /fft HTTP/1.1\" 404 NR route_not_found - \"-\" 0 0 0 - \"-\" \"curl/8.5\"` | 404, NR",
            "`[2026-11-20T10:00:00.000Z] \"- - -\" 0 UF,URX - - \"-\" 0 0 1 - \"-\" \"-\"` | UF, URX",
            "`{\"response_code\":503,\"response_flags\":\"UO\"}` | 503, UO",
            "< HTTP/2 421 | 421",
            "503 uh | 503, UH",
    })
    void what_was_seen_is_explained(String line, String names) {
        assertEquals(names, ResponseFlags.explain(line).stream().map(Meaning::name).collect(Collectors.joining(", ")));
    }

    @ParameterizedTest
    @CsvSource({"IST0162", "gateway-port-not-on-service", "nonsense", "503 XX"})
    void other_words_are_left_to_rules(String word) {
        assertEquals(List.of(), ResponseFlags.explain(word));
    }

    @Test
    void every_flag_of_envoy_is_known() {
        Set<String> known = ResponseFlags.all().stream().map(Meaning::name).collect(Collectors.toSet());
        List<String> flags = List.of("LH", "UH", "UT", "LR", "UR", "UF", "UC", "UO", "NR", "DI", "FI", "RL", "UAEX", "RLSE", "DC", "URX",
                "SI", "IH", "DPE", "UMSDR",
                "RFCF", "NFCF", "DT", "UPE", "NC", "OM", "DF", "DO", "DR", "UDO");
        assertTrue(known.containsAll(flags), () -> flags.stream().filter(f -> !known.contains(f)).toList().toString());
    }

    @Test
    void rules_that_are_named_exist() {
        Set<String> rules = RuleSet.load(List.of(Path.of("rules"))).rules().stream().map(Rule::name).collect(Collectors.toSet());
        List<String> lines = List.of("connection refused", "could not resolve host", "timed out", "ssl_error_syscall",
                "wrong version number", "ssl certificate problem",
                "connection reset by peer", "upstream connect error", "filter_chain_not_found");
        lines.stream().flatMap(l -> ResponseFlags.explain(l).stream()).flatMap(m -> m.rules().stream())
                .forEach(r -> assertTrue(rules.contains(r), () -> "there is no rule " + r));
    }
}
