package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.service.PoolService;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.proxy.config.ClusterEndpoint;
import io.istiodoctor.proxy.config.ClusterName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What istiod makes of an InferencePool, and what becomes of requests for it. */
class InferencePoolTest {
    private static final String MESH = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: door, namespace: shop}
            spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: models, namespace: shop}
            spec:
              parentRefs: [{name: door}]
              rules: [{backendRefs: [{group: inference.networking.k8s.io, kind: InferencePool, name: llama}]}]
            ---
            apiVersion: inference.networking.k8s.io/v1
            kind: InferencePool
            metadata: {name: llama, namespace: shop}
            spec: {selector: {matchLabels: {app: llama}}, targetPorts: [{number: 8000}, {number: 8001}], endpointPickerRef: {name: picker, port: {number: 9002}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: picker, namespace: shop}
            spec: {selector: {app: picker}, ports: [{name: grpc, port: 9002}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: llama-1, namespace: shop, labels: {app: llama}}
            spec: {containers: [{name: vllm, image: "vllm:1", ports: [{containerPort: 8000}, {containerPort: 8001}]}]}
            status: {phase: Running, podIP: 10.0.0.7, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: picker-1, namespace: shop, labels: {app: picker}}
            spec: {containers: [{name: epp, image: "epp:1", ports: [{containerPort: 9002}]}]}
            status: {phase: Running, podIP: 10.0.0.8, conditions: [{type: Ready, status: "True"}]}
            """
            + Parts.ISTIOD_WITH_POOLS;

    // The names are what istiod's InferencePoolServiceName gives.
    @ParameterizedTest
    @CsvSource({"llama, llama-ip-fc5a1047",
            "a-very-long-name-of-a-pool-that-fills-all-of-the-room-that-a-name-has-got, a-very-long-name-of-a-pool-that-fills-all-of-the-ro-ip-ea2a1001"})
    void the_name_of_its_service(String pool, String service) {
        assertEquals(service, PoolService.name(pool));
    }

    @Test
    void its_service_has_the_pods_of_all_its_ports() {
        Meshes meshes = Meshes.of(MESH);
        Service made = meshes.mesh().directory().services().stream().filter(s -> s.assumed() && s.ofPool()).findFirst().orElseThrow();
        assertTrue(made.headless());
        assertEquals(List.of("http-0 54321 8000", "http-1 54322 8001"),
                made.ports().stream().map(p -> p.portName() + " " + p.number() + " " + p.targetPort()).toList());
        var gateway = meshes.proxies().gatewayPods().stream().filter(p -> p.namespace().equals("shop")).findFirst().orElseThrow();
        assertEquals(Set.of("10.0.0.7:8000", "10.0.0.7:8001"), meshes.proxies().gatewayClusters(gateway)
                .find(ClusterName.outbound(PoolService.PORT, "", made.host())).orElseThrow().endpoints().stream()
                .map(ClusterEndpoint::socket)
                .collect(Collectors.toSet()));
        assertTrue(meshes.mesh().assumptions().stream().anyMatch(a -> a.contains(made.qualifiedName())),
                () -> meshes.mesh().assumptions().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x                                       | x                                                                         | REACHABLE | the application's answer         | leaves the choice among its ready pods to its endpoint picker, port 9002 of Service shop/picker.
            metadata: {name: picker, namespace      | metadata: {name: other, namespace                                         | BROKEN    | 500                              | which the proxy does not know: the proxy refuses the request
            port: {number: 9002}                    | port: {number: 9003}                                                      | BROKEN    | 500                              | which the proxy does not know: the proxy refuses the request
            port: {number: 9002}                    | port: {number: 9003}, failureMode: FailOpen                               | REACHABLE | the application's answer         | with failureMode FailOpen the proxy chooses by itself
            spec: {selector: {app: picker}          | spec: {selector: {app: nobody}                                            | BROKEN    | 500                              | which has no ready pod
            name: grpc, port                        | name: http, port                                                          | SUSPECT   | perhaps the application's answer | It is asked by gRPC
            kind: InferencePool, name: llama}       | kind: InferencePool, name: llama}, {name: picker, port: 9002}             | REACHABLE |                                  |
            kind: InferencePool, name: llama}       | kind: InferencePool, name: lama}                                          | BROKEN    | 500 NC                           | names no backend that exists
            {matchLabels: {app: llama}}, target     | {matchLabels: {app: lama}}, target                                        | BROKEN    | 503 UH                           | No pod in shop carries what Service llama-ip-fc5a1047 selects
            """)
    void a_request(String text, String change, Verdict verdict, String expect, String message) {
        Trace trace = Meshes.of(MESH.replace(text, change)).trace("http://models.example.com/");
        assertEquals(verdict, trace.verdict(), trace::toString);
        if (expect == null) {
            assertTrue(trace.hops().stream().noneMatch(h -> h.message().contains("endpoint picker")), "the last backend is no pool");
        } else {
            assertEquals(expect, trace.expect());
            assertTrue(trace.hops().stream().anyMatch(h -> h.message().contains(message)), trace::toString);
        }
    }
}
