package io.istiodoctor.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.ast.CelExpr;
import io.istiodoctor.schema.admission.BuiltObjectRules;
import io.istiodoctor.schema.admission.ObjectLanguage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of definitions that were made methods find what CEL's interpreter finds. */
class ObjectRulesClassTest {
    private static final Set<String> WRITTEN = ObjectLanguage.rulesOfReleases();
    private static final List<String> LEFT = new ArrayList<>();
    private static final BuiltObjectRules BUILT = built(WRITTEN);

    private static BuiltObjectRules built(Collection<String> rules) {
        byte[] bytes = ObjectRulesClass.of(rules, LEFT::add);
        return new ClassLoader(ObjectRulesClassTest.class.getClassLoader()) {
            BuiltObjectRules made() {
                try {
                    return defineClass(BuiltObjectRules.CLASS, bytes, 0, bytes.length).asSubclass(BuiltObjectRules.class)
                            .getDeclaredConstructor().newInstance();
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }.made();
    }

    private static Predicate<Object> compiled(BuiltObjectRules rules, String rule) {
        return rules.rule(rule).orElseThrow(() -> new AssertionError(rule + " is not compiled"));
    }

    @Test
    void every_rule_of_releases_is_compiled_and_no_other_is_known() {
        assertTrue(WRITTEN.size() > 100, WRITTEN.size() + " rules");
        WRITTEN.forEach(rule -> compiled(BUILT, rule));
        assertEquals(List.of(), LEFT);
        assertTrue(BUILT.rule("true").isEmpty());
    }

    @Test
    void rules_whose_texts_have_one_hash_are_told_apart() {
        BuiltObjectRules twins = built(List.of("self == 'Aa'", "self == 'BB'"));
        assertEquals("self == 'Aa'".hashCode(), "self == 'BB'".hashCode());
        assertTrue(compiled(twins, "self == 'Aa'").test("Aa"));
        assertTrue(compiled(twins, "self == 'BB'").test("BB"));
    }

    @Test
    void what_nobody_wrote_code_for_is_left_to_the_interpreter() {
        List<String> unknown = List.of("self.?a.orValue(1) == 1", "{'a': 1}.size() == 1", "b'a' == self", "other == 1",
                "self.lowerAscii() == 'a'");
        List<String> rest = new ArrayList<>();
        ObjectRulesClass.of(Stream.concat(unknown.stream(), Stream.of("self == 1")).toList(), rest::add);
        assertEquals(unknown, rest.stream().map(r -> r.substring(0, r.indexOf(": left to the interpreter for "))).toList());
    }

    @Property(tries = 20_000)
    void a_rule_finds_what_the_interpreter_finds(@ForAll("rulesAndValues") Judged judged) {
        boolean holds = ObjectLanguage.interpreter(judged.rule).test(judged.value);
        assertEquals(holds, compiled(BUILT, judged.rule).test(judged.value));
        Statistics.collect(holds);
        Statistics.coverage(seen -> Stream.of(true, false).forEach(outcome -> seen.check(outcome).percentage(share -> share > 10)));
    }

    record Judged(String rule, Object value) {}

    @Provide
    Arbitrary<Judged> rulesAndValues() {
        List<String> rules = List.copyOf(WRITTEN);
        return Arbitraries.of(rules)
                .flatMap(rule -> Arbitraries.randomValue(random -> new Judged(rule, new World(rule).value(random, 0))));
    }

    /** Values made of the names and constants that stand in a rule, and of some that do not. */
    private static final class World {
        private final List<String> names = new ArrayList<>();
        private final List<Object> constants = new ArrayList<>(List.of("", "a", "x.example.com", 1L, true));

        World(String rule) {
            collect(ObjectLanguage.syntax(rule).getExpr());
        }

        private void collect(CelExpr e) {
            switch (e.getKind()) {
                case CONSTANT -> constant(e);
                case SELECT -> {
                    names.add(e.select().field());
                    collect(e.select().operand());
                }
                case CALL -> Stream.concat(e.call().target().stream(), e.call().args().stream()).forEach(this::collect);
                case LIST -> e.list().elements().forEach(this::collect);
                case COMPREHENSION -> Stream.of(e.comprehension().iterRange(), e.comprehension().loopStep()).forEach(this::collect);
                default -> {
                }
            }
        }

        private void constant(CelExpr e) {
            switch (e.constant().getKind()) {
                case STRING_VALUE -> constants.addAll(List.of(e.constant().stringValue(), e.constant().stringValue() + "a"));
                case INT64_VALUE -> constants.addAll(List.of(e.constant().int64Value(), e.constant().int64Value() + 1));
                default -> {
                }
            }
        }

        Object value(Random random, int depth) {
            int kind = random.nextInt(depth > 2 ? 4 : 10);
            if (kind < 3) {
                return constants.get(random.nextInt(constants.size()));
            }
            if (kind == 3) {
                return List.of("1h", "90s", "0.5s", "-1s", "no", "10.0.0.1", "::1", "*.a", "http://a/b", "65535", 0.5, "a/b")
                        .get(random.nextInt(12));
            }
            if (kind < 6) {
                return Stream.generate(() -> value(random, depth + 1)).limit(random.nextInt(4)).toList();
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            new TreeSet<>(names).forEach(name -> {
                if (random.nextInt(3) > 0) {
                    fields.put(name, value(random, depth + 1));
                }
            });
            return fields;
        }
    }

    /** {@code a} is 2, {@code b} is 0.5, {@code t} is "täxt" and {@code l} is [1, "1", [2.0]]; what has no value neither holds nor does its opposite. */
    @ParameterizedTest
    @ValueSource(strings = {"self.a == 2.0", "self.a < 2.5", "self.a <= self.b", "self.a > 'a'", "self.b >= 0.5", "self.t < 'z'",
            "self.t == 1",
            "self.a + 1 == 3", "self.a + 'a' == 3", "self.a + 9223372036854775807 > 0", "self.b + self.b == 1.0", "self.t + 'a' == 'täxta'",
            "self.l + self.l == [1, '1', [2.0], 1, '1', [2]]", "self.l[0] == 1", "self.l[3] == 1", "self['a'] == 2", "self.l[-1] == 1",
            "1.0 in self.l", "['1'] in [['1']]", "'a' in self", "'z' in self", "2 in self.a", "self.z in self.l", "self.z == 1",
            "has(self.z)",
            "has(self.z.y)", "has(self.a.y)", "self.z || true", "true || self.z", "false || self.z", "self.z || false", "self.z && false",
            "false && self.z", "true && self.z", "self.a && false", "self.a || true", "!self.a", "!self.z", "self.z ? true : true",
            "true ? true : self.z", "false ? self.z : true", "self.a ? true : true", "[self.z].size() == 1", "{}.size() == 0",
            "size(self.t) == 4",
            "self.size() == 4", "self.a.size() == 1", "self.t.contains('äx')", "self.a.contains('x')", "self.t.startsWith('t')",
            "self.t.endsWith('t')", "self.t.matches('x')", "self.t.matches('^x')", "self.t.matches('(')", "self.a.matches('2')",
            "self.t.split('x') == ['tä', 't']", "self.t.split('') == ['t', 'ä', 'x', 't']", "self.t.substring(1) == 'äxt'",
            "self.t.substring(1, 2) == 'ä'", "self.t.substring(3, 5) == 't'", "self.t.substring(2, 1) == ''", "int('12') == 12",
            "int('x') == 1", "int(self.a) == 2", "int(true) == 1", "duration('90s') == duration('1m30s')",
            "duration('1h') > duration('59m')",
            "duration('x') == duration('1s')", "duration(self.a) == duration('1s')", "duration('1s') == 1",
            "url('http://a').getScheme() == 'http'",
            "isURL('a b')", "isIP('1.2.3.4')", "isIP(self.a)", "self.l.all(x, x == x)", "self.l.exists(x, x < 2)", "self.l.all(x, x < 2)",
            "self.l.exists_one(x, x == 1)", "self.l.exists_one(x, x < 2)", "self.l.filter(x, x == '1') == ['1']",
            "self.l.map(x, x) == self.l",
            "self.all(k, k.size() == 1)", "self.a.all(x, true)", "self.z.exists(x, true)",
            "self.l.exists(x, self.l.all(x, x == x) && x == 1)",
            "self.l == self.l", "self == self", "[1, 2] == [1, 3]", "self.l != self.l", "self.t != self.z", "self.t != 1", "true == true",
            "true < false"})
    void an_operator_does_what_the_interpreter_does(String rule) {
        Map<String, Object> self = Map.of("a", 2L, "b", 0.5, "t", "täxt", "l", List.of(1L, "1", List.of(2.0)));
        List<String> both = List.of(rule, "!(" + rule + ")");
        BuiltObjectRules rules = built(both);
        for (String each : both) {
            assertEquals(ObjectLanguage.interpreter(each).test(self), compiled(rules, each).test(self), each);
        }
    }
}
