package io.istiodoctor.mesh.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.match.FieldMatch.Part;
import io.istiodoctor.mesh.match.TextMatch.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which condition takes every request of another, against all requests of a small world. */
class ConditionTest {
    private record Asked(String path, String method, Map<String, String> headers, String sni) implements Request {
        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public String authority() {
            return "shop.example.com";
        }

        @Override
        public Map<String, String> query() {
            return Map.of();
        }
    }

    private static final Vantage HERE = new Vantage("shop/shop", 80, Map.of(), "edge");
    private static final List<Request> WORLD = world();

    private static List<Request> world() {
        List<Request> all = new ArrayList<>();
        for (String path : List.of("/", "/a", "/A", "/a/", "/a/b", "/ab", "/a1", "/b", "/a/b/c")) {
            for (String method : List.of("GET", "POST")) {
                for (Map<String, String> headers : List.of(Map.<String, String>of(), Map.of("x", "1"), Map.of("x", "12"),
                        Map.of("x", "2", "y", "1"))) {
                    for (String sni : List.of("a.example.com", "b.example.com")) {
                        all.add(new Asked(path, method, headers, sni));
                    }
                }
            }
        }
        return all;
    }

    private static TextMatch text(Manner manner, String value, boolean ignoreCase) {
        return new TextMatch(manner, value, ignoreCase);
    }

    @Provide
    Arbitrary<Condition> conditions() {
        Arbitrary<TextMatch> uri = Arbitraries.oneOf(Arbitraries.just(TextMatch.ANY),
                Combinators.combine(Arbitraries.of(Manner.EXACT, Manner.PREFIX), Arbitraries.of("/", "/a", "/A", "/a/", "/a/b", "/ab"),
                        Arbitraries.of(false, false, true)).as(ConditionTest::text),
                Arbitraries.of("/a.*", ".*", "/a", "/[ab]", "/ab?", "/a/b|/b", "^/a/b.*$").map(r -> text(Manner.REGEX, r, false)));
        Arbitrary<FieldMatch> header = Combinators.combine(Arbitraries.of("x", "y"),
                Arbitraries.of(text(Manner.EXACT, "1", false), text(Manner.EXACT, "2", false), text(Manner.PREFIX, "1", false),
                        text(Manner.PRESENT, "", false), text(Manner.REGEX, ".*", false)),
                Arbitraries.of(true, false))
                .as((name, match, absent) -> new FieldMatch(Part.HEADER, name, match, absent));
        Arbitrary<FieldMatch> method = Arbitraries.of("GET", "POST")
                .map(m -> new FieldMatch(Part.METHOD, "", text(Manner.EXACT, m, false), false));
        return Combinators
                .combine(uri, Arbitraries.oneOf(header, method).list().ofMaxSize(2),
                        Arbitraries.of("a.example.com", "b.example.com").set().ofMaxSize(1),
                        Arbitraries.of(0L, 80L, 443L), Arbitraries.of("shop/shop", "mesh").set().ofMaxSize(2))
                .as((u, fields, sni, port, gateways) -> new Condition("", new RouteMatching(u, fields), List.copyOf(sni),
                        new SourceMatch(List.copyOf(gateways), port, Map.of(), "", List.of()), Optional.empty()));
    }

    @Test
    void a_path_of_any_length_is_looked_up() {
        ConditionIndex<String> index = new ConditionIndex<>();
        Condition everything = Condition.ALWAYS;
        index.add(everything, "shop/shop");
        Condition endless = new Condition("", new RouteMatching(text(Manner.EXACT, "/" + "a".repeat(200_000), false), List.of()), List.of(),
                SourceMatch.ANY, Optional.empty());
        assertEquals(Optional.of(everything), index.covering(endless).map(ConditionIndex.Entry::condition));
    }

    @Property(tries = 4000)
    void what_is_covered_never_takes_a_request_that_the_other_does_not(@ForAll("conditions") Condition wider,
            @ForAll("conditions") Condition narrower) {
        if (wider.covers(narrower)) {
            for (Request request : WORLD) {
                assertTrue(!takes(narrower, request) || takes(wider, request),
                        () -> wider.words() + " | " + narrower.words() + " | " + request);
            }
        }
    }

    private static boolean takes(Condition condition, Request request) {
        return condition.request().mismatch(request).isEmpty() && condition.source().holds(HERE)
                && (condition.sniHosts().isEmpty() || condition.sniHosts().contains(request.sni()));
    }

    @Property
    void a_condition_covers_itself(@ForAll("conditions") Condition condition) {
        assertTrue(condition.covers(condition));
    }

    @Property(tries = 2000)
    void the_index_finds_what_a_search_through_all_finds(@ForAll("conditionLists") List<Condition> earlier,
            @ForAll("conditions") Condition later) {
        ConditionIndex<Integer> index = new ConditionIndex<>();
        for (int i = 0; i < earlier.size(); i++) {
            index.add(earlier.get(i), i);
        }
        Optional<Integer> expected = Optional.empty();
        for (int i = earlier.size() - 1; i >= 0; i--) {
            expected = earlier.get(i).covers(later) ? Optional.of(i) : expected;
        }
        assertEquals(expected, index.covering(later).map(ConditionIndex.Entry::owner));
    }

    @Property(tries = 2000)
    void what_a_condition_covers_is_among_the_candidates(@ForAll("conditionLists") List<Condition> all,
            @ForAll("conditions") Condition wider) {
        CoveredIndex<Condition> index = new CoveredIndex<>();
        all.forEach(c -> index.add(c, c));
        List<Condition> candidates = index.candidates(wider).toList();
        all.stream().filter(wider::covers).forEach(c -> assertTrue(candidates.contains(c), () -> wider.words() + " | " + c.words()));
    }

    @Test
    void of_many_conditions_few_are_candidates_for_a_narrow_one() {
        CoveredIndex<Integer> index = new CoveredIndex<>();
        IntStream.range(0, 4000).forEach(i -> index.add(narrow(i), i));
        assertEquals(4000, IntStream.range(0, 4000).mapToLong(i -> index.candidates(narrow(i)).count()).sum());
    }

    // Some are told apart by their paths, some by a header.
    private static Condition narrow(int i) {
        FieldMatch user = new FieldMatch(Part.HEADER, "user", text(Manner.EXACT, i % 2 == 0 ? "all" : "u" + i, false), false);
        return new Condition("", new RouteMatching(text(Manner.PREFIX, i % 2 == 0 ? "/p" + i + "/" : "/", false), List.of(user)), List.of(),
                SourceMatch.ANY, Optional.empty());
    }

    @Provide
    Arbitrary<List<Condition>> conditionLists() {
        return conditions().list().ofMaxSize(8);
    }

    @ParameterizedTest
    @CsvSource({"PREFIX,/,REGEX,/a.*,true", "PREFIX,/a,PREFIX,/ab,true", "PREFIX,/a,EXACT,/a,true", "EXACT,/a,PREFIX,/a,false",
            "PREFIX,/a,REGEX,/ab?,true",
            "PREFIX,/ab,REGEX,/ab?,false", "PREFIX,/a,REGEX,/a|/b,false", "REGEX,/a.*,EXACT,/ab,true", "REGEX,/a.*,PREFIX,/ab,false",
            "REGEX,.*,PREFIX,/ab,true",
            "PREFIX,/api,REGEX,^/api/v[0-9]+,true", "EXACT,/a,EXACT,/a,true", "EXACT,/a,EXACT,/b,false"})
    void a_path_covers_another(Manner wider, String path, Manner narrower, String other, boolean expected) {
        assertEquals(expected, text(wider, path, false).covers(text(narrower, other, false)));
    }
}
