package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.trace.ResponseFlags.Meaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PastedLineTest {
    /** Lines as people meet them, each with the names of what is told of it. */
    static Stream<Arguments> lines() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/pasted-lines.txt")).stream().filter(l -> !l.startsWith("#"))
                .map(l -> l.split(" => ")).map(l -> Arguments.of(l[0], l[1]));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void what_was_seen_is_explained(String line, String names) {
        assertEquals(names, ResponseFlags.explain(line).stream().map(Meaning::name).collect(Collectors.joining(", ")));
    }

    @ParameterizedTest
    @CsvSource({"IST0162", "gateway-port-not-on-service", "redirect-loop", "nonsense", "503 XX", "check the weather",
            "TypeError: Failed to fetch"})
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
        Stream.concat(ResponseFlags.all().stream(), Phrase.all().stream().flatMap(p -> p.meaning().stream()))
                .flatMap(m -> m.rules().stream()).forEach(r -> assertTrue(rules.contains(r), () -> "there is no rule " + r));
    }

    @Test
    void phrases_are_in_lower_case_and_give_way_to_earlier_ones() {
        Set<String> earlier = new HashSet<>();
        Set<String> codes = ResponseFlags.all().stream().map(Meaning::name).collect(Collectors.toSet());
        for (Phrase phrase : Phrase.all()) {
            phrase.says().forEach(s -> assertEquals(s.toLowerCase(Locale.ROOT), s));
            phrase.unless().forEach(u -> assertTrue(earlier.contains(u), () -> phrase.name() + " gives way to " + u));
            phrase.codes().forEach(c -> assertTrue(codes.contains(c), () -> phrase.name() + " has the code " + c));
            earlier.add(phrase.name());
        }
    }

    @Test
    void every_part_of_a_line_that_is_known_is_explained() {
        Phrase.all().forEach(p -> p.says().forEach(s -> assertFalse(ResponseFlags.explain(s).isEmpty(), s)));
    }
}
