package io.istiodoctor.mesh.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
    private static final HostNames NAMES = new HostNames("cluster.local");

    @ParameterizedTest
    @CsvSource(textBlock = """
            cart,                          cart.shop.svc.cluster.local
            Cart,                          cart.shop.svc.cluster.local
            cart.shop,                     cart.shop
            cart.shop.svc,                 cart.shop.svc
            cart.other.svc.cluster.local,  cart.other.svc.cluster.local
            api.example.com,               api.example.com
            *,                             *
            *.example.com,                 *.example.com
            """)
    void a_name_without_a_dot_belongs_to_the_namespace_that_uses_it(String written, String meant) {
        assertEquals(meant, NAMES.resolve(written, "shop"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            cart.shop.svc.cluster.local,  cart/shop
            shop.svc.cluster.local,       none
            a.b.shop.svc.cluster.local,   none
            cart.shop.svc.example.local,  none
            cart.shop,                    none
            """)
    void only_a_full_name_stands_for_a_service(String host, String service) {
        assertEquals(service, NAMES.serviceOf(host).map(s -> s.name() + "/" + s.namespace()).orElse("none"));
    }
}
