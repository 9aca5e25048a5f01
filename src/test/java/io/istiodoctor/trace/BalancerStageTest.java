package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A load balancer with PROXY protocol in front of a gateway that knows nothing of it, and one without in front of a gateway that waits for it. */
class BalancerStageTest {
    private static final String ANNOTATIONS = "metadata: {name: istio-ingressgateway, namespace: istio-system, annotations: {%s}}";
    private static final String POD = "istio: ingressgateway}, annotations: {%s}}";

    private static Trace trace(String service, String pod, String url, boolean complete) {
        String manifests = (url.startsWith("https") ? SmallMesh.SHOP_WITH_TLS : SmallMesh.SHOP).manifests()
                .replace("metadata: {name: istio-ingressgateway, namespace: istio-system}", ANNOTATIONS.formatted(service))
                .replaceFirst("istio: ingressgateway}}\nspec:\n  nodeName", POD.formatted(pod) + "\nspec:\n  nodeName");
        return Meshes.of(List.of("-"), complete, manifests).trace(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            aws-load-balancer-proxy-protocol: "*"    |                                                                              | http://shop.example.com/shop        | SUSPECT   | perhaps 400
            aws-load-balancer-proxy-protocol: "*"    |                                                                              | https://shop.example.com/shop       | SUSPECT   | perhaps connection reset
            aws-load-balancer-proxy-protocol: "*"    | proxy.istio.io/config: '{"gatewayTopology": {"proxyProtocol": {}}}'          | http://shop.example.com/shop        | REACHABLE | the application's answer
            aws-load-balancer-type: nlb              |                                                                              | http://shop.example.com/shop        | REACHABLE | the application's answer
            aws-load-balancer-type: nlb              | proxy.istio.io/config: '{"gatewayTopology": {"proxyProtocol": {}}}'          | http://shop.example.com/shop        | SUSPECT   | perhaps connection reset
            """)
    void both_must_agree(String service, String pod, String url, Verdict verdict, String end) {
        Trace trace = trace("service.beta.kubernetes.io/" + service, pod == null ? "" : pod, url, true);
        assertEquals(verdict, trace.verdict(), trace::toString);
        assertEquals(end, trace.expect(), trace::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gateway-api-listeners | {name: ingress, namespace: istio-system,      | http://web.example.org/  | perhaps 400
            gateway-api-listeners | {name: ingress, namespace: istio-system,      | https://web.example.org/ | perhaps connection reset
            gateway-api-listeners | {name: nobody, namespace: istio-system,       | http://web.example.org/  | the application's answer
            """)
    void gateways_of_the_gateway_api_too(String mesh, String service, String url, String end) throws IOException {
        String manifests = Files.readString(Path.of("src/test/resources/healthy", mesh + ".yaml")).replace("metadata: " + service,
                "metadata: " + service + " annotations: {service.beta.kubernetes.io/aws-load-balancer-proxy-protocol: \"*\"},");
        Trace trace = Meshes.of(List.of("-"), true, manifests).trace(url);
        assertEquals(end, trace.expect(), trace::toString);
    }

    @Test
    void ingresses_beside_a_gateway_too() {
        String ingress = """
                ---
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: istio}
                spec: {controller: istio.io/ingress-controller}
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: more, namespace: istio-system}
                spec:
                  ingressClassName: istio
                  rules: [{host: more.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}]}}]
                """;
        String manifests = SmallMesh.SHOP.manifests().replace("metadata: {name: istio-ingressgateway, namespace: istio-system}",
                ANNOTATIONS.formatted("service.beta.kubernetes.io/aws-load-balancer-proxy-protocol: \"*\"")) + ingress;
        Trace trace = Meshes.of(List.of("-"), true, manifests).trace("http://more.example.com/");
        assertEquals(HopStatus.SUSPECT, trace.hops().stream().map(Hop::status).filter(s -> s == HopStatus.SUSPECT).findFirst().orElse(null),
                trace::toString);
    }

    @Test
    void clients_of_a_node_port_meet_no_load_balancer() {
        Trace trace = trace("service.beta.kubernetes.io/aws-load-balancer-proxy-protocol: \"*\"", "", "http://198.51.100.4:30080/shop",
                true);
        assertTrue(trace.hops().stream().allMatch(h -> h.status() != HopStatus.SUSPECT), trace::toString);
    }

    @Test
    void filters_that_were_not_read_may_take_it() {
        Trace trace = trace("service.beta.kubernetes.io/aws-load-balancer-proxy-protocol: \"*\"", "", "http://shop.example.com/shop",
                false);
        assertEquals(Verdict.UNKNOWN, trace.verdict(), trace::toString);
        assertTrue(trace.hops().get(1).message().contains("the input has no EnvoyFilter"), trace::toString);
    }
}
