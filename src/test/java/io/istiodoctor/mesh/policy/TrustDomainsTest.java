package io.istiodoctor.mesh.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a principal of a policy stands for, in a mesh whose trust domain is td.example, formerly old.example. */
class TrustDomainsTest {
    private final TrustDomains domains = new TrustDomains(List.of("td.example", "old.example"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "td.example/ns/shop/sa/web    | td.example/ns/shop/sa/web old.example/ns/shop/sa/web",
            "old.example/ns/shop/sa/web   | td.example/ns/shop/sa/web old.example/ns/shop/sa/web",
            "cluster.local/ns/shop/sa/web | td.example/ns/shop/sa/web old.example/ns/shop/sa/web",
            "other.example/ns/shop/sa/web | other.example/ns/shop/sa/web",
            "*/ns/shop/sa/web             | */ns/shop/sa/web",
            "*.example/ns/shop/sa/web     | *.example/ns/shop/sa/web",
            "td*/ns/shop/sa/web           | td.example/ns/shop/sa/web old.example/ns/shop/sa/web",
            "td.example/ns/shop           | td.example/ns/shop"})
    void a_principal_is_meant_of_the_own_domain_under_all_its_names(String written, String meant) {
        assertEquals(Set.of(meant.split(" ")), domains.principals(written));
    }

    @Test
    void a_domain_stands_for_all_names_of_the_own_one_or_for_itself() {
        assertEquals(List.of("td.example", "old.example"), domains.domains("old.example"));
        assertEquals(List.of("other.example"), domains.domains("other.example"));
    }
}
