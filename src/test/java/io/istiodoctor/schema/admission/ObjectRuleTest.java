package io.istiodoctor.schema.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.istiodoctor.model.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rules of definitions are judged. */
class ObjectRuleTest {
    static Stream<Arguments> rules() {
        return Stream.of(arguments("self.size() > 0", true), arguments("has(self.a) != has(self.b)", true),
                arguments("isIP(self) || isURL(self)", true),
                arguments("self == oldSelf", false), arguments("format.dns1123Label().validate(self)", false),
                arguments("cidr(self).prefixLength() < 24", false),
                arguments("self.(", false));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_rule_that_asks_for_what_is_not_known_is_none(String rule, boolean understood) {
        assertEquals(understood, ObjectRule.isUnderstood(rule));
    }

    @Test
    void the_rules_of_all_releases_are_understood_in_a_clusters_own_definitions_too() {
        Set<String> rules = new TreeSet<>();
        BuiltInDefinitions definitions = BuiltInDefinitions.load();
        definitions.kinds().forEach(kind -> {
            BuiltInDefinition definition = definitions.of(kind).orElseThrow();
            definition.versions().forEach(version -> collect(definition.schema(version).orElseThrow(), rules));
            IntStream.range(0, definition.parts()).forEach(part -> collect(definition.part(part), rules));
        });
        assertTrue(rules.size() > 50, rules.size() + " rules");
        assertEquals(List.of(), rules.stream().filter(r -> !ObjectRule.isUnderstood(r)).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"has(self.a) && self.b.c == 1 | [a, b]",
            "self.a.all(x, x.b in self.c) ? [self.d][0] == {'e': self.f}.e : !has(self.g) | [a, c, d, f, g]", "true | []",
            "self.all(key, key.size() > 0) | ", "size(self) > 0 && has(self.a) | ", "[self].size() > 0 | ", "{'a': self}.size() > 0 | ",
            "self['a'] == 1 | ", "self.a.exists(x, self == x) | ", "self.?a.orValue(1) == 1 | "})
    void a_rule_is_shown_the_fields_alone_that_it_looks_at(String rule, @Nullable String seen) {
        assertEquals(Optional.ofNullable(seen), ObjectRule.of(rule).seen().map(Set::toString));
    }

    private static void collect(Node node, Set<String> rules) {
        node.get("x-kubernetes-validations").elements().forEach(v -> rules.add(v.text("rule")));
        node.fields().values().forEach(v -> collect(v, rules));
        node.elements().forEach(v -> collect(v, rules));
    }
}
