package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Gateways of the Gateway API, Ingresses, TCP and TLS that is passed through; policies and mTLS on the way. */
class FrontsTest {
    private static final String CLUSTER = """
            apiVersion: v1
            kind: Service
            metadata: {name: istio-ingressgateway, namespace: istio-system}
            spec:
              type: LoadBalancer
              clusterIP: 10.0.0.1
              selector: {istio: ingressgateway}
              ports:
              - {name: http2, port: 80, targetPort: 8080}
              - {name: https, port: 443, targetPort: 8443}
              - {name: tcp, port: 31400}
            status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: gw-1, namespace: istio-system, labels: {istio: ingressgateway}}
            spec: {containers: [{name: istio-proxy, image: "proxyv2:1.24.0"}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: shop, namespace: shop}
            spec: {clusterIP: 10.0.0.2, selector: {app: shop}, ports: [{name: http, port: 8000}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: shop-1, namespace: shop, labels: {app: shop, version: v1}}
            spec: {containers: [{name: shop, image: "shop:1"}, {name: istio-proxy, image: "proxyv2:1.24.0"}]}
            ---
            """;
    private static final String ROUTE = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: front, namespace: shop}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: shop}
            spec: {hosts: ["*"], gateways: [front], http: [{route: [{destination: {host: shop, subset: v1}}]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop, namespace: shop}
            spec: {host: shop, subsets: [{name: v1, labels: {version: v1}}]}
            ---
            """;

    private static List<String> urls(Meshes mesh) {
        return mesh.urls().stream().filter(UrlRow::works).map(r -> r.url() + " " + r.to()).toList();
    }

    @Test
    void a_gateway_of_the_gateway_api_leads_to_the_backends_of_its_routes() {
        String api = CLUSTER + """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: web, namespace: shop}
                spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP, hostname: "*.example.com"}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web-istio, namespace: shop, labels: {gateway.networking.k8s.io/gateway-name: web}}
                spec:
                  type: LoadBalancer
                  clusterIP: 10.0.0.3
                  selector: {gateway.networking.k8s.io/gateway-name: web}
                  ports: [{name: http, port: 80}]
                status: {loadBalancer: {ingress: [{ip: 203.0.113.9}]}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: web-1, namespace: shop, labels: {gateway.networking.k8s.io/gateway-name: web}}
                spec: {containers: [{name: istio-proxy, image: "proxyv2:1.24.0"}]}
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: shop, namespace: shop}
                spec:
                  hostnames: [shop.example.com]
                  parentRefs: [{name: web}]
                  rules:
                  - matches: [{path: {type: PathPrefix, value: /}}]
                    backendRefs: [{name: gone, port: 1}]
                  - matches: [{path: {type: PathPrefix, value: /cart}}]
                    backendRefs: [{name: shop, port: 8000}]
                """;
        Meshes mesh = Meshes.of(api);
        assertEquals(List.of("http://shop.example.com/cart shop.shop.svc.cluster.local:8000"), urls(mesh));
        assertEquals(Verdict.REACHABLE, mesh.trace("http://shop.example.com/cart/1").verdict());
        assertEquals(Optional.of(Stage.DESTINATION), mesh.trace("http://shop.example.com/carts").at());
        String elsewhere = api.replace("parentRefs: [{name: web}]", "parentRefs: [{name: web, namespace: shop}]")
                .replaceFirst("(kind: HTTPRoute\nmetadata: \\{name: shop, namespace: )shop", "$1other")
                .replace("backendRefs: [{name: shop,", "backendRefs: [{name: shop, namespace: shop,");
        assertEquals(List.of(), urls(Meshes.of(elsewhere)));
        assertEquals(1, urls(Meshes.of(elsewhere.replace("hostname: \"*.example.com\"}",
                "hostname: \"*.example.com\", allowedRoutes: {namespaces: {from: All}}}")
                + """
                        ---
                        apiVersion: gateway.networking.k8s.io/v1beta1
                        kind: ReferenceGrant
                        metadata: {name: shop, namespace: shop}
                        spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: other}], to: [{group: "", kind: Service}]}
                        """))
                .size());
    }

    @Test
    void an_ingress_of_istio_leads_to_its_backends_and_that_of_others_does_not() {
        String ingress = """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: shop, namespace: shop, annotations: {kubernetes.io/ingress.class: istio}}
                spec:
                  rules:
                  - host: shop.example.com
                    http: {paths: [{path: /cart, pathType: Prefix, backend: {service: {name: shop, port: {name: http}}}}]}
                """;
        Meshes mesh = Meshes.of(CLUSTER + ingress);
        assertEquals(List.of("http://shop.example.com/cart shop.shop.svc.cluster.local:8000"), urls(mesh));
        assertEquals(Verdict.REACHABLE, mesh.trace("http://shop.example.com/cart/1").verdict());
        assertEquals(List.of(), urls(Meshes.of(CLUSTER + ingress.replace("class: istio", "class: nginx"))));
    }

    @Test
    void connections_without_http_are_routed_by_server_name_or_port() {
        Meshes mesh = Meshes.of(CLUSTER.replace("{name: http, port: 8000}", "{name: tls, port: 8000}") + """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: front, namespace: shop}
                spec:
                  selector: {istio: ingressgateway}
                  servers:
                  - {port: {number: 443, name: tls, protocol: TLS}, hosts: [db.example.com], tls: {mode: PASSTHROUGH}}
                  - {port: {number: 31400, name: tcp, protocol: TCP}, hosts: ["*"]}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: shop}
                spec:
                  hosts: ["db.example.com"]
                  gateways: [front]
                  tls: [{match: [{sniHosts: [db.example.com]}], route: [{destination: {host: shop}}]}]
                  tcp: [{route: [{destination: {host: shop}}]}]
                """);
        assertEquals(Verdict.REACHABLE, mesh.trace("tls://db.example.com").verdict());
        assertEquals("connection reset", mesh.trace("tls://other.example.com").expect());
        assertEquals(Verdict.REACHABLE, mesh.trace("tcp://203.0.113.7:31400").verdict());
        assertTrue(mesh.urls().stream().anyMatch(r -> r.url().equals("tls://db.example.com:443")
                && r.command().equals("openssl s_client -connect 203.0.113.7:443 -servername db.example.com")), mesh.urls()::toString);
    }

    @Test
    void a_subset_must_exist_and_select_pods() {
        assertEquals(Verdict.REACHABLE, Meshes.of(CLUSTER + ROUTE).trace("http://203.0.113.7/").verdict());
        assertEquals("503 NC", Meshes.of(CLUSTER + ROUTE.replace("subset: v1", "subset: v2")).trace("http://203.0.113.7/").expect());
        assertEquals("503 UH", Meshes.of(CLUSTER + ROUTE.replace("version: v1", "version: v9")).trace("http://203.0.113.7/").expect());
    }

    @Test
    void plain_text_does_not_pass_where_only_mtls_is_taken() {
        String strict = """
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: shop}
                spec: {mtls: {mode: STRICT}}
                """;
        assertEquals(Verdict.REACHABLE, Meshes.of(CLUSTER + ROUTE + strict).trace("http://203.0.113.7/").verdict());
        Trace plain = Meshes.of(CLUSTER + ROUTE.replace("host: shop, subsets", "host: shop, trafficPolicy: {tls: {mode: DISABLE}}, subsets")
                + strict).trace("http://203.0.113.7/");
        assertEquals("503 UC " + Optional.of(Stage.DESTINATION), plain.expect() + " " + plain.at(), plain::toString);
    }

    @Test
    void authorization_policies_decide_what_objects_can_tell() {
        String policy = """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: shop}
                spec: {action: ALLOW, rules: [{%s}]}
                """;
        assertEquals(Verdict.REACHABLE, verdict(policy.formatted("from: [{source: {namespaces: [istio-system]}}]")));
        assertEquals(Verdict.BROKEN, verdict(policy.formatted("from: [{source: {namespaces: [other]}}]")));
        assertEquals(Verdict.BROKEN, verdict(policy.formatted("to: [{operation: {methods: [POST]}}]")));
        assertEquals(Verdict.UNKNOWN, verdict(policy.formatted("from: [{source: {ipBlocks: [10.0.0.0/8]}}]")));
    }

    private static Verdict verdict(String policy) {
        return Meshes.of(CLUSTER + ROUTE + policy).trace("http://203.0.113.7/").verdict();
    }
}
