package io.istiodoctor.mesh.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            htpp,     http metrics,           http
            CART,     cart web,               cart
            cart,     cart-svc web,           cart-svc
            cart-deploy, cart web,            cart
            zebra,    cart web,               none
            ab,       xy,                     none
            """)
    void the_nearest_name_is_one_that_may_have_been_meant(String wanted, String candidates, String nearest) {
        assertEquals(nearest, Nearest.name(wanted, Arrays.asList(candidates.split(" "))).orElse("none"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            90,     80 443 9090,   9090
            15301,  80 15031 443,  15031
            8000,   443 80 31400,  80
            8443,   80 443,        443
            81,     80 443,        80
            """)
    void the_nearest_port_is_one_that_may_have_been_meant(long wanted, String candidates, long nearest) {
        List<Long> ports = Arrays.stream(candidates.split(" ")).map(Long::valueOf).toList();
        assertEquals(Optional.of(nearest), Nearest.port(wanted, ports));
    }
}
