package io.istiodoctor.mesh.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPatternTest {
    /** Every name of up to three labels over a small alphabet: enough to tell any two small patterns apart. */
    private static final List<String> NAMES = names();

    private static List<String> names() {
        List<String> labels = List.of("a", "b", "ab");
        Stream<String> two = labels.stream().flatMap(l -> labels.stream().map(r -> l + "." + r));
        Stream<String> three = labels.stream().flatMap(l -> labels.stream().flatMap(m -> labels.stream().map(r -> l + "." + m + "." + r)));
        Stream<String> four = labels.stream().flatMap(l -> labels.stream().flatMap(m -> labels.stream().flatMap(
                r -> labels.stream().map(q -> l + "." + m + "." + r + "." + q))));
        return Stream.of(labels.stream(), two, three, four).flatMap(s -> s).toList();
    }

    private static boolean stands(String pattern, String name) {
        return pattern.equals("*") || (pattern.startsWith("*.") ? name.endsWith(pattern.substring(1)) : pattern.equals(name));
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> label = Arbitraries.of("a", "b", "ab");
        Arbitrary<String> names = label.list().ofMinSize(1).ofMaxSize(3).map(l -> String.join(".", l));
        return Arbitraries.oneOf(names, names.map(n -> "*." + n), Arbitraries.just("*"));
    }

    @Property
    void overlap_is_a_common_name(@ForAll("patterns") String a, @ForAll("patterns") String b) {
        assertEquals(NAMES.stream().anyMatch(n -> stands(a, n) && stands(b, n)), HostPattern.overlap(a, b), a + " " + b);
    }

    @Property
    void one_covers_the_other_when_it_has_all_its_names(@ForAll("patterns") String a, @ForAll("patterns") String b) {
        assertEquals(NAMES.stream().filter(n -> stands(b, n)).allMatch(n -> stands(a, n)), HostPattern.covers(a, b), a + " " + b);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            *,              shop.example.com,   true
            *.example.com,  shop.example.com,   true
            *.example.com,  a.shop.example.com, true
            *.example.com,  example.com,        false
            *.example.com,  *.shop.example.com, true
            *.shop.example.com, *.example.com,  false
            SHOP.example.com, shop.Example.com, true
            *.example.com,  *,                  false
            *.example.com,  .example.com,       false
            """)
    void a_wildcard_stands_for_every_depth_below(String general, String specific, boolean covers) {
        assertEquals(covers, HostPattern.covers(general, specific));
    }

    @ParameterizedTest
    @CsvSource({"*, true", "*.example.com, true", "shop.example.com, false"})
    void an_asterisk_in_front_stands_for_more_than_one_name(String host, boolean wildcard) {
        assertEquals(wildcard, HostPattern.isWildcard(host));
    }
}
