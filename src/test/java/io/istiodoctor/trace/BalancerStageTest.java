package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
