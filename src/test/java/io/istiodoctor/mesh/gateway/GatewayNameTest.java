package io.istiodoctor.mesh.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayNameTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            public,                          shop/public
            ./public,                        shop/public
            edge/public,                     edge/public
            public.edge,                     edge/public
            public.edge.svc.cluster.local,   edge/public
            mesh,                            mesh
            """)
    void gateways_are_named_in_five_ways_and_mesh_is_none(String written, String meant) {
        assertEquals(meant, GatewayName.resolve(written, "shop"));
    }
}
