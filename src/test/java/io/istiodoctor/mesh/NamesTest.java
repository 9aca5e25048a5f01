package io.istiodoctor.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
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

    @ParameterizedTest
    @CsvSource(textBlock = """
            docker.io/istio/proxyv2:1.5.10,            1.5
            gcr.io:5000/istio/proxyv2:v1.20.3-distroless, 1.20
            proxyv2:latest,                            none
            registry:5000/proxyv2,                     none
            istio/proxyv2@sha256:1.2abc,               none
            istio/proxyv2:1.22.1@sha256:abc,           1.22
            """)
    void a_release_is_read_from_an_images_tag(String image, String version) {
        assertEquals(version, IstioVersion.ofImage(image).map(IstioVersion::toString).orElse("none"));
    }

    @Test
    void releases_are_compared_as_numbers() {
        assertEquals(true, new IstioVersion(1, 10).atLeast(1, 9));
        assertEquals(false, new IstioVersion(1, 8).atLeast(1, 9));
        assertEquals(true, new IstioVersion(2, 0).atLeast(1, 9));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            TCP, , http,        80,    HTTP
            TCP, , HTTP-web,    80,    HTTP
            TCP, , http2-x,     80,    HTTP2
            TCP, , http2foo,    80,    DETECTED
            TCP, , grpc-web-x,  80,    GRPC_WEB
            TCP, , grpc,        80,    GRPC
            TCP, , web-http,    80,    DETECTED
            TCP, , '',          3306,  TCP
            TCP, , '',          27017, TCP
            TCP, , mysql-x,     3306,  MYSQL
            UDP, , http,        80,    UDP
            TCP, https, http,   80,    HTTPS
            TCP, kubernetes.io/h2c, tcp, 80, HTTP2
            TCP, kubernetes.io/wss, tcp, 80, HTTPS
            TCP, something, http, 80,  DETECTED
            """)
    void a_ports_protocol_is_chosen_in_istios_order(String transport, String app, String name, long port, Protocol expected) {
        assertEquals(expected, Protocol.of(transport, Optional.ofNullable(app), name, port));
    }

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

    @ParameterizedTest
    @CsvSource(textBlock = """
            10.0.0.1-10.0.0.4,   10.0.0.4,  true,  4
            10.0.0.1 - 10.0.0.1, 10.0.0.2,  false, 1
            10.0.0.7/30,         10.0.0.4,  true,  4
            10.0.0.9,            10.0.0.9,  true,  1
            fc00::/126,          fc00::3,   true,  4
            10.0.0.0/24,         example,   false, 256
            """)
    void a_range_of_addresses_holds_both_its_ends(String range, String address, boolean contains, long size) {
        AddressRange parsed = AddressRange.parse(range).orElseThrow();
        assertEquals(contains, parsed.contains(address));
        assertEquals(size, parsed.size());
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "10.0.0.0/33", "10.0.0.1-", "localhost"})
    void what_is_no_range_is_not_guessed(String text) {
        assertEquals(Optional.empty(), AddressRange.parse(text));
    }
}
