package io.istiodoctor.mesh.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayReferenceTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            public,                          shop/public
            ./public,                        shop/public
            edge/public,                     edge/public
            public.edge,                     edge/public
            public.edge.svc.cluster.local,   edge/public
            """)
    void gateways_are_named_in_five_ways(String written, String meant) {
        assertEquals(meant, GatewayReference.resolve(written, "shop"));
    }
}
