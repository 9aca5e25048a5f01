package io.istiodoctor.mesh.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Meshes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateways at the top of a VirtualService, Gateways in a rule's matches, and where the rule applies. */
class VirtualServiceRuleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "[]           | []                                           | false | true",
            "[mesh]       | []                                           | false | true",
            "[edge]       | []                                           | true  | false",
            "[edge, mesh] | []                                           | true  | true",
            "[edge, mesh] | [{gateways: [edge]}]                         | true  | false",
            "[edge, mesh] | [{gateways: [mesh]}]                         | false | true",
            "[edge, mesh] | [{port: 80}]                                 | true  | true",
            "[edge, mesh] | [{gateways: [edge]}, {gateways: [mesh]}]     | true  | true",
            "[edge]       | [{gateways: [edge]}, {uri: {prefix: /}}]     | true  | false"})
    void a_rule_applies_where_its_matches_say(String gateways, String matches, boolean atGateway, boolean inMesh) {
        VirtualService v = Meshes.partial("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: v, namespace: shop}
                spec: {hosts: [cart], gateways: %s, http: [{match: %s, route: [{destination: {host: cart}}]}]}
                """.formatted(gateways, matches)).virtualServices().getFirst();
        assertEquals(atGateway, v.rules().getFirst().atGateway());
        assertEquals(inMesh, v.rules().getFirst().inMesh());
    }
}
