package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A NetworkPolicy that shuts a way breaks it there; one that leaves it open changes nothing. And a policy sees the path that a route made. */
class ShutWaysTest {
    private static final SmallMesh HEALTHY = SmallMesh.healthy("lb", true, false, "shop.example.com", "", "8080");

    private static final TraceRequest.Options FROM_CLIENT = new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(),
            Optional.of("client/web"), Optional.empty());

    private static final String POD = """
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: %2$s, labels: {app: web}}
            spec: {%3$scontainers: [{name: %1$s, image: "web:1"}%4$s]}
            status: {phase: Running, podIP: 10.0.0.88, conditions: [{type: Ready, status: "True"}]}
            """;

    private static final String POLICY = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: guard, namespace: %s}
            spec: {podSelector: {}, %s}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shop         | policyTypes: [Ingress]                                        | BROKEN    | POD
            shop         | ingress: [{from: [{podSelector: {}}]}]                         | BROKEN    | POD
            shop         | ingress: [{from: [{namespaceSelector: {}}]}]                   | REACHABLE |
            shop         | ingress: [{ports: [{port: 80}]}]                               | BROKEN    | POD
            shop         | ingress: [{ports: [{port: 8080}]}]                             | REACHABLE |
            istio-system | policyTypes: [Ingress]                                        | BROKEN    | GATEWAY
            istio-system | policyTypes: [Egress]                                         | BROKEN    | POD
            other        | policyTypes: [Ingress, Egress]                                | REACHABLE |
            """)
    void a_network_policy(String namespace, String spec, Verdict verdict, Stage at) {
        Trace trace = Meshes.of(HEALTHY.manifests() + POLICY.formatted(namespace, spec)).trace("http://shop.example.com/");
        assertEquals(verdict, trace.verdict(), trace::toString);
        assertEquals(at, trace.at().orElse(null));
        assertTrue(verdict == Verdict.REACHABLE
                || trace.hops().getLast().message().contains("NetworkPolicy " + namespace + "/guard does not let"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            egress: [{to: [{namespaceSelector: {}}], ports: [{port: 8000}, {port: 8080}]}]                     | http://shop:8000/           | dns
            policyTypes: [Egress]                                                                              | http://shop:8000/           | dns
            policyTypes: [Egress]                                                                              | http://www.example.org/     | dns
            policyTypes: [Ingress]                                                                             | http://shop:8000/           |
            egress: [{ports: [{port: 53, protocol: UDP}]}, {ports: [{port: 8000}, {port: 8080}]}]              | http://shop:8000/           |
            egress: [{ports: [{port: 53}, {port: 8000}, {port: 8080}]}]                                        | http://shop:8000/           |
            egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]}, {ports: [{port: 8080}]}] | http://shop:8000/ |
            egress: [{to: [{ipBlock: {cidr: 10.96.0.10/32}}]}, {ports: [{port: 8080}]}]                        | http://shop:8000/           |
            egress: [{ports: [{port: 8080}]}]                                                                  | http://10.0.0.77:8080/      |
            """)
    void a_pod_that_may_not_ask_dns_finds_no_name(String spec, String url, String failure) {
        String client = POD.formatted("client", "client", "", "");
        Trace trace = Meshes.of(HEALTHY.manifests() + client + POLICY.formatted("client", spec)).trace(url.replace("shop:", "shop.shop:"),
                FROM_CLIENT);
        assertEquals(failure != null, trace.outcome().equals(new Outcome.Failed(Outcome.Failure.DNS)), trace::toString);
        if (failure != null) {
            assertEquals(Verdict.BROKEN, trace.verdict());
            assertEquals(Optional.of(Stage.ENTRY), trace.at());
            assertEquals("NetworkPolicy client/guard", trace.hops().getLast().object().orElseThrow().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dnsPolicy: Default                                        |                                                                                | false
            'hostAliases: [{ip: 10.0.0.1, hostnames: [shop.shop]}]'   |                                                                                | false
            hostNetwork: true                                         |                                                                                | false
            dnsPolicy: ClusterFirst                                   |                                                                                | true
            dnsPolicy: ClusterFirst                                   | {name: istio-proxy, image: "proxyv2:1.27.0", env: [{name: ISTIO_META_DNS_CAPTURE, value: "true"}]} | false
            dnsPolicy: ClusterFirst                                   | {name: istio-proxy, image: "proxyv2:1.27.0"}                                    | true
            """)
    void what_is_not_asked_of_the_clusters_dns_is_not_shut(String setting, String proxy, boolean shut) {
        String client = POD.formatted("client", "client", setting + ", ", proxy == null ? "" : ", " + proxy);
        Trace trace = Meshes
                .of(HEALTHY.manifests() + client + POLICY.formatted("client", "egress: [{ports: [{port: 8000}, {port: 8080}]}]"))
                .trace("http://shop.shop:8000/", FROM_CLIENT);
        assertEquals(shut, trace.outcome().equals(new Outcome.Failed(Outcome.Failure.DNS)), trace::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            istio-system | {matchLabels: {istio: ingressgateway}} | policyTypes: [Egress], egress: [{ports: [{port: 8080}]}]                 | GATEWAY
            istio-system | {matchLabels: {app: istiod}}           | ingress: [{ports: [{port: 15017}]}]                                       | GATEWAY
            istio-system | {matchLabels: {app: istiod}}           | ingress: [{ports: [{port: 15012}]}]                                       |
            istio-system | {matchLabels: {app: istiod}}           | ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 15012}]}]      |
            """)
    void a_proxy_that_may_not_ask_istiod_has_nothing_to_go_by(String namespace, String selector, String spec, Stage at) {
        String policy = POLICY.formatted(namespace, spec).replace("podSelector: {}, ", "podSelector: " + selector + ", ");
        String ready = HEALTHY.manifests()
                + POD.formatted("istiod", "istio-system", "", "").replace("labels: {app: web}", "labels: {app: istiod}");
        Trace running = Meshes.of(ready + policy).trace("http://shop.example.com/");
        assertEquals(at == null ? Verdict.REACHABLE : Verdict.SUSPECT, running.verdict(), running::toString);
        assertEquals(at, running.at().orElse(null));
    }

    @ParameterizedTest
    @CsvSource({"/private, BROKEN", "/public, REACHABLE"})
    void policies_see_the_path_that_a_route_makes(String denied, Verdict verdict) {
        SmallMesh open = SmallMesh.healthy("lb", true, false, "*", "", "8080");
        String sidecar = open.manifests().replace("containers: [{name: shop,",
                "containers: [{name: istio-proxy, image: docker.io/istio/proxyv2:1.24.0}, {name: shop,");
        String rewriting = """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: second, namespace: shop}
                spec:
                  hosts: [second.example.com]
                  gateways: [shop]
                  http: [{match: [{uri: {prefix: /a}}], rewrite: {uri: /private}, route: [{destination: {host: shop, port: {number: 8000}}}]}]
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: deny, namespace: shop}
                spec: {action: DENY, rules: [{to: [{operation: {paths: ["%s*"]}}]}]}
                """
                .formatted(denied);
        Trace trace = Meshes.of(sidecar + rewriting).trace("http://second.example.com/a");
        assertEquals(verdict, trace.verdict(), trace::toString);
    }
}
