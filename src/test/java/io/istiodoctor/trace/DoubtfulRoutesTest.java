package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes of the Gateway API that rest on what was not read, or on what is not followed, are unknown with their reason. */
class DoubtfulRoutesTest {
    private static final String MESH = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: shop}
            spec:
              gatewayClassName: CLASS
              addresses: [{type: Hostname, value: edge.shop.svc.cluster.local}]
              listeners: [{name: http, port: 80, protocol: HTTP}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: edge, namespace: shop}
            spec: {type: LoadBalancer, selector: {app: edge}, ports: [{name: http, port: 80, targetPort: 8080}]}
            status: {loadBalancer: {ingress: [{ip: 203.0.113.20}]}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: edge, namespace: shop}
            spec:
              selector: {matchLabels: {app: edge}}
              template:
                metadata: {labels: {app: edge}, annotations: {inject.istio.io/templates: gateway}}
                spec: {containers: [{name: istio-proxy, image: auto}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: web, namespace: shop, labels: {LABEL}}
            spec:
              parentRefs: [{name: edge}]
              rules:
              - matches: [{path: {type: PathPrefix, value: /pool}}]
                backendRefs: [{group: inference.networking.k8s.io, kind: InferencePool, name: pool}]
              - matches: [{path: {type: PathPrefix, value: /other}}]
                backendRefs: [{name: web, namespace: other, port: 80}]
              - backendRefs: [{name: web, port: 80}]
            ---
            apiVersion: inference.networking.k8s.io/v1
            kind: InferencePool
            metadata: {name: pool, namespace: shop}
            spec: {selector: {matchLabels: {app: model}}, targetPorts: [{number: 8000}], endpointPickerRef: {name: picker, port: {number: 9002}}}
            """
            + Parts.web(80, "") + Parts.ISTIOD_WITH_POOLS;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            istio | a: b                 | /      | REACHABLE | the request arrives at port 80.
            istio | a: b                 | /pool  | SUSPECT   | leaves the choice to its endpoint picker, port 9002 of Service shop/picker, which the proxy does not know
            istio | a: b                 | /other | UNKNOWN   | the input has no ReferenceGrant
            istio | istio.io/rev: canary | /      | UNKNOWN   | is for the control plane of revision canary
            edge  | a: b                 | /      | UNKNOWN   | whether its class edge is one that istiod serves was not read.
            """)
    void a_route(String gatewayClass, String label, String path, Verdict verdict, String why) {
        Trace trace = Meshes.of(List.of("-"), false, MESH.replace("CLASS", gatewayClass).replace("LABEL", label))
                .trace("http://203.0.113.20" + path);
        assertEquals(verdict, trace.verdict(), trace::toString);
        assertTrue(trace.hops().getLast().message().contains(why), trace::toString);
    }
}
