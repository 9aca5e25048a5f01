package io.istiodoctor.schema.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
        Set<String> rules = ObjectLanguage.rulesOfReleases();
        assertTrue(rules.size() > 50, rules.size() + " rules");
        assertEquals(List.of(), rules.stream().filter(r -> !ObjectLanguage.isUnderstood(r)).toList());
    }
}
