package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What istiod makes for Gateways of the Gateway API stands where manifests come without it, and only there. */
class ManagedGatewayTest {
    private static final String APPLICATION = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: web, namespace: shop}
            spec: {parentRefs: [{name: front}], hostnames: [web.example.com], rules: [{backendRefs: [{name: web, port: 80}]}]}
            """ + Parts.web(8080, "") + "---\n";
    private static final String LISTENERS = "listeners: [{name: http, port: 80, protocol: HTTP}, {name: odd.port, port: 8080, protocol: HTTP}, {name: again, port: 80, protocol: HTTP, hostname: a.example}]";

    private static Meshes of(String metadata, String spec, String more) {
        return Meshes.of(APPLICATION + "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: front, namespace: shop"
                + metadata + "}\nspec: {" + spec + "}\n" + more);
    }

    private static String services(Meshes meshes) {
        return meshes.mesh().directory().services().stream().filter(Service::assumed).map(s -> s.qualifiedName() + " " + s.type() + " "
                + s.ports().stream().map(p -> p.portName() + ":" + p.number()).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                        | gatewayClassName: istio,          | shop/front-istio LoadBalancer status-port:15021 http:80 odd-port:8080
            , annotations: {networking.istio.io/service-type: NodePort}  | gatewayClassName: istio,          | shop/front-istio NodePort status-port:15021 http:80 odd-port:8080
            , annotations: {gateway.istio.io/name-override: edge}        | gatewayClassName: istio,          | shop/edge LoadBalancer status-port:15021 http:80 odd-port:8080
                                                                        | gatewayClassName: istio-waypoint, | shop/front ClusterIP status-port:15021 http:80 odd-port:8080
                                                                        | gatewayClassName: nginx,          | ``
                                                                        | `gatewayClassName: istio, addresses: [{type: Hostname, value: ingress.istio-system.svc.cluster.local}],` | ``
            """)
    void the_service_that_istiod_makes(String metadata, String spec, String service) {
        assertEquals(service, services(of(metadata == null ? "" : metadata, spec + LISTENERS, "")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `{service: "spec: {type: ClusterIP}"}`                                              | params  | shop/front-istio ClusterIP status-port:15021 http:80 odd-port:8080
            `{service: "spec: {ports: [{name: tls, port: 443}, {port: 80, $patch: delete}]}"}`  | params  | shop/front-istio LoadBalancer status-port:15021 odd-port:8080 tls:443
            `{deployment: "spec: {replicas: 2}"}`                                               | params  | shop/front-istio LoadBalancer status-port:15021 http:80 odd-port:8080
            `{services: "spec: {type: ClusterIP}"}`                                             | params  | ``
            `{service: "spec: {type: [}"}`                                                      | params  | ``
            {}                                                                                  | missing | ``
            """)
    void a_config_map_changes_what_istiod_makes(String data, String named, String service) {
        Meshes meshes = of("", "gatewayClassName: istio, infrastructure: {parametersRef: {group: '', kind: ConfigMap, name: " + named
                + "}}, " + LISTENERS, """
                        ---
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: params, namespace: shop}
                        data: %s
                        """.formatted(data));
        assertEquals(service, services(meshes));
    }

    @Test
    void the_defaults_of_a_class_come_before_what_a_gateway_names() {
        Meshes meshes = of("", "gatewayClassName: istio, infrastructure: {parametersRef: {group: '', kind: ConfigMap, name: params}}, "
                + LISTENERS, """
                        ---
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: defaults, namespace: istio-system, labels: {gateway.istio.io/defaults-for-class: istio}}
                        data: {service: "spec: {type: NodePort, ports: [{name: more, port: 81}]}"}
                        ---
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: params, namespace: shop}
                        data: {service: "spec: {type: ClusterIP}"}
                        """);
        assertEquals("shop/front-istio ClusterIP status-port:15021 http:80 odd-port:8080 more:81", services(meshes));
    }

    @Test
    void what_would_be_changed_by_a_config_map_that_was_not_read_is_said() {
        List<String> assumptions = io.istiodoctor.mesh.Meshes.partial(APPLICATION + """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: front, namespace: shop}
                spec:
                  gatewayClassName: istio
                  infrastructure: {parametersRef: {group: "", kind: ConfigMap, name: params}}
                  %s
                """.formatted(LISTENERS)).assumptions();
        assertTrue(
                assumptions.stream().anyMatch(a -> a.endsWith("ConfigMap shop/params, which may change them, is not part of the input.")),
                assumptions::toString);
    }

    @Test
    void a_request_goes_through_it() {
        Meshes meshes = of("", "gatewayClassName: istio, " + LISTENERS, "");
        Trace trace = meshes.trace("http://web.example.com/");
        assertEquals(Verdict.REACHABLE, trace.verdict(), trace::toString);
        assertEquals(List.of("http://web.example.com/ REACHABLE", "http://web.example.com:8080/ REACHABLE"),
                meshes.urls().stream().map(r -> r.url() + " " + r.answer().verdict()).sorted().toList());
        assertTrue(meshes.mesh().assumptions().stream().anyMatch(a -> a.contains("Service shop/front-istio that istiod makes")),
                () -> meshes.mesh().assumptions().toString());
    }

    @Test
    void an_address_that_is_asked_for_is_the_one_that_it_gets() {
        Trace trace = of("", "gatewayClassName: istio, addresses: [{value: 203.0.113.9}], " + LISTENERS, "").trace(
                "http://203.0.113.9:8080/",
                new TraceRequest.Options(List.of("Host: web.example.com"), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty()));
        assertEquals(Verdict.REACHABLE, trace.verdict(), trace::toString);
    }

    @Test
    void its_pods_have_the_labels_that_the_gateway_names() {
        Meshes meshes = of(", labels: {own: label}",
                "gatewayClassName: istio, infrastructure: {labels: {team: edge, gateway.networking.k8s.io/gateway-name: other}}, "
                        + LISTENERS,
                "");
        Workload pod = meshes.mesh().directory().workloads().stream().filter(Workload::assumed).findFirst().orElseThrow();
        assertEquals("edge", pod.labels().get("team"));
        assertEquals("front", pod.labels().get("gateway.networking.k8s.io/gateway-name"));
        assertNull(pod.labels().get("own"));
        assertEquals("front-istio", pod.serviceAccount());
    }

    @Test
    void ports_of_listener_sets_are_among_them() {
        Meshes meshes = of("", "gatewayClassName: istio, allowedListeners: {namespaces: {from: Same}}, " + LISTENERS, """
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: ListenerSet
                metadata: {name: more, namespace: shop}
                spec: {parentRef: {name: front}, listeners: [{name: extra, port: 9000, protocol: HTTP}]}
                """);
        Service service = meshes.mesh().directory().services().stream().filter(Service::assumed).findFirst().orElseThrow();
        assertEquals(List.of(15021L, 80L, 8080L, 9000L), service.ports().stream().map(ServicePort::number).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {apiVersion: v1, kind: Pod, metadata: {name: front-1, namespace: shop, labels: {gateway.networking.k8s.io/gateway-name: front}}, spec: {containers: [{name: istio-proxy, image: a}]}}
            {apiVersion: v1, kind: Service, metadata: {name: front-istio, namespace: shop}, spec: {ports: [{port: 80}]}}
            """)
    void what_is_written_is_not_assumed(String written) {
        assertEquals("", services(of("", "gatewayClassName: istio, " + LISTENERS, "---\n" + written + "\n")));
    }
}
