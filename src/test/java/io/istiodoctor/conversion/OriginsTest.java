package io.istiodoctor.conversion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each field that is made knows the field that somebody wrote for it. */
class OriginsTest {
    private static final Conversion MADE = Samples.gatewayApi(Samples.EDGE + Samples.route("""
            parentRefs: [{name: edge, namespace: edge}]
            hostnames: [shop.example.com]
            rules:
            - matches: [{path: {value: /api}}, {path: {type: Exact, value: /cart}, headers: [{name: x-user, value: jane}]}]
              filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: X-A, value: b}]}}]
              backendRefs: [{name: cart, port: 80}, {name: cart, port: 80, weight: 3}]
            - filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]
            """));

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            spec                                          => ''
            spec.hosts[0]                                 => spec.hostnames[0]
            spec.gateways[0]                              => spec.parentRefs[0]
            spec.http[0].match[0].uri.exact               => spec.rules[0].matches[1].path.value
            spec.http[0].match[0].headers.x-user          => spec.rules[0].matches[1].headers[0]
            spec.http[0].headers.request.set.x-a          => spec.rules[0].filters[0].requestHeaderModifier.set[0]
            spec.http[0].route[1].weight                  => spec.rules[0].backendRefs[1].weight
            spec.http[1].match[0].uri                     => spec.rules[0].matches[0].path
            spec.http[1].route[0].destination.port.number => spec.rules[0].backendRefs[0].port
            spec.http[2].redirect.scheme                  => spec.rules[1].filters[0].requestRedirect.scheme
            spec.http[2].redirect.redirectCode            => spec.rules[1].filters[0].requestRedirect.statusCode
            """)
    void fields_of_a_virtual_service(String made, String written) {
        assertEquals(written, MADE.virtualServices().getFirst().origin(made).path());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            spec.servers[0]               => spec.listeners[0]
            spec.servers[0].port.number   => spec.listeners[0].port
            spec.servers[0].port.protocol => spec.listeners[0].protocol
            spec.servers[0].hosts[0]      => spec.listeners[0].hostname
            """)
    void fields_of_a_gateway(String made, String written) {
        assertEquals(written, MADE.gateways().getFirst().origin(made).path());
    }

    @Test
    void rules_of_several_routes_in_one_virtual_service_keep_their_own_origins() {
        Conversion two = Samples.gatewayApi(Samples.EDGE + Samples.route("""
                parentRefs: [{name: edge, namespace: edge}]
                rules: [{matches: [{path: {value: /a}}], backendRefs: [{name: cart, port: 80}]}]
                """) + "---\n" + Samples.route("""
                parentRefs: [{name: edge, namespace: edge}]
                rules: [{matches: [{path: {value: /longer}}], backendRefs: [{name: cart, port: 80}]}]
                """).replace("name: shop,", "name: second,"));
        RoutingObject merged = two.virtualServices().getFirst();
        assertEquals(1, two.virtualServices().size());
        assertEquals("HTTPRoute shop/second spec.rules[0]", merged.origin("spec.http[0].name").toString());
        assertEquals("HTTPRoute shop/shop spec.rules[0]", merged.origin("spec.http[1].name").toString());
    }

    @Test
    void a_gateway_tells_whose_pods_it_configures() {
        assertEquals("[edge-istio.edge.svc.cluster.local]", MADE.gateways().getFirst().services().toString());
        assertEquals("edge", MADE.gateways().getFirst().servicesNamespace());
        Conversion manual = Samples.gatewayApi(Samples.EDGE.replace("gatewayClassName: istio",
                "gatewayClassName: istio\n  addresses: [{type: Hostname, value: ingress.istio-gateways.svc.cluster.local}]"));
        assertEquals("[ingress.istio-gateways.svc.cluster.local]", manual.gateways().getFirst().services().toString());
    }
}
