package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests between pods of ambient mode: what ztunnels and waypoints do with them. */
class AmbientTraceTest {
    private static final String WORLD = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient%s}}
            ---
            %s
            ---
            %s
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: plain, namespace: outside}
            spec: {containers: [{name: plain, image: "plain:1"}]}
            status: {phase: Running, podIP: 10.1.0.9, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop}
            spec: {clusterIP: 10.0.0.7, selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: way, namespace: shop}
            spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: way-1, namespace: shop, labels: {gateway.networking.k8s.io/gateway-name: way, gateway.istio.io/managed: istio.io-mesh-controller}}
            spec: {serviceAccountName: way, containers: [{name: istio-proxy, image: "proxyv2:1.27.1", args: [proxy, waypoint]}]}
            status: {phase: Running, podIP: 10.1.0.3, conditions: [{type: Ready, status: "True"}]}
            """;

    private static String pod(String name, int address) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: shop, labels: {app: %s}, annotations: {ambient.istio.io/redirection: enabled}}
                spec: {serviceAccountName: %s, containers: [{name: app, image: "app:1", ports: [{containerPort: 8080}]}]}
                status: {phase: Running, podIP: 10.1.0.%d, conditions: [{type: Ready, status: "True"}]}
                """.formatted(name, name, name, address);
    }

    private static String object(String kind, String spec) {
        String version = switch (kind) {
            case "NetworkPolicy" -> "networking.k8s.io/v1";
            case "HTTPRoute" -> "gateway.networking.k8s.io/v1";
            case "VirtualService" -> "networking.istio.io/v1";
            default -> "security.istio.io/v1";
        };
        return "---\napiVersion: " + version + "\nkind: " + kind + "\nmetadata: {name: it, namespace: shop}\nspec: " + spec + "\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            client        |                            |                     |                                                                               | REACHABLE |             | which comes by HBONE
            client        |                            | NetworkPolicy       | {podSelector: {matchLabels: {app: cart}}, ingress: [{ports: [{port: 8080}]}]} | BROKEN    | POD         | reach port 15008 of Pod shop/cart
            client        |                            | NetworkPolicy       | {podSelector: {matchLabels: {app: cart}}, ingress: [{ports: [{port: 15008}]}]} | REACHABLE |            | which comes by HBONE
            outside/plain |                            | NetworkPolicy       | {podSelector: {matchLabels: {app: cart}}, ingress: [{ports: [{port: 8080}]}]} | REACHABLE |             | takes the connection.
            client        |                            | AuthorizationPolicy | {rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/client]}}]}]} | REACHABLE |             | allows it
            client        |                            | AuthorizationPolicy | {rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/other]}}]}]} | BROKEN    | DESTINATION | No rule of AuthorizationPolicy shop/it allows it
            client        |                            | AuthorizationPolicy | {rules: [{to: [{operation: {paths: [/]}}]}]}                                  | BROKEN    | DESTINATION | a ztunnel knows no paths
            client        |                            | AuthorizationPolicy | {action: DENY, rules: [{to: [{operation: {paths: [/private]}}]}]}             | BROKEN    | DESTINATION | denies it
            client        |                            | AuthorizationPolicy | {action: DENY, rules: [{to: [{operation: {ports: ["9090"]}}]}]}               | REACHABLE |             | HBONE
            client        |                            | AuthorizationPolicy | {targetRefs: [{kind: Service, group: "", name: cart}]}                        | REACHABLE |             | HBONE
            outside/plain |                            | PeerAuthentication  | {mtls: {mode: STRICT}}                                                        | BROKEN    | DESTINATION | takes mTLS only
            client        |                            | PeerAuthentication  | {mtls: {mode: STRICT}}                                                        | REACHABLE |             | HBONE
            client        | , istio.io/use-waypoint: way |                   |                                                                               | REACHABLE |             | Waypoint Gateway shop/way takes what is sent to Service shop/cart
            client        | , istio.io/use-waypoint: gone |                  |                                                                               | REACHABLE |             | asks for waypoint shop/gone, which does not exist
            client        | , istio.io/use-waypoint: way | AuthorizationPolicy | {action: DENY, targetRefs: [{kind: Service, group: "", name: cart}], rules: [{to: [{operation: {paths: [/]}}]}]} | BROKEN | ROUTE | denies it
            client        | , istio.io/use-waypoint: way | AuthorizationPolicy | {action: DENY, targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: way}], rules: [{to: [{operation: {paths: [/x]}}]}]} | REACHABLE | | Waypoint
            client        | , istio.io/use-waypoint: way | AuthorizationPolicy | {rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/client]}}]}], selector: {matchLabels: {app: cart}}} | BROKEN | DESTINATION | the client is cluster.local/ns/shop/sa/way
            client        | , istio.io/use-waypoint: way | HTTPRoute | {parentRefs: [{kind: Service, group: "", name: cart}], rules: [{backendRefs: [{name: cart, port: 80}]}]} | REACHABLE |  | Rule rules[0] (everything) takes the request.
            client        | , istio.io/use-waypoint: way | HTTPRoute | {parentRefs: [{kind: Service, group: "", name: cart}], rules: [{matches: [{path: {value: /api}}], backendRefs: [{name: cart, port: 80}]}]} | BROKEN | ROUTE | No rule takes /; the rules for Service shop/cart take prefix /api
            client        | , istio.io/use-waypoint: way | HTTPRoute | {parentRefs: [{kind: Service, group: "", name: cart}], rules: [{backendRefs: [{name: gone, port: 80}]}]} | BROKEN | DESTINATION | gone
            client        | , istio.io/use-waypoint: way | HTTPRoute | {parentRefs: [{kind: Service, group: "", name: cart}], rules: [{filters: [{type: RequestRedirect, requestRedirect: {hostname: www.example.com}}]}]} | REDIRECTED |  | The rule redirects to http://www.example.com/
            client        | , istio.io/use-waypoint: way | VirtualService | {hosts: [cart], http: [{match: [{sourceLabels: {gateway.networking.k8s.io/gateway-name: way}}], route: [{destination: {host: gone}}]}, {route: [{destination: {host: cart, port: {number: 80}}}]}]} | REACHABLE |  | Rule http[1] (everything) takes the request.
            client        | , istio.io/use-waypoint: way | VirtualService | {hosts: [cart], http: [{fault: {abort: {httpStatus: 503, percentage: {value: 100}}}, route: [{destination: {host: cart}}]}]} | BROKEN | ROUTE | answers every request with 503
            client        | , istio.io/use-waypoint: way | VirtualService | {hosts: [cart], http: [{route: [{destination: {host: cart, subset: v2}}]}]} | BROKEN | DESTINATION | v2
            client        | , istio.io/use-waypoint: way | VirtualService | {hosts: [cart], tcp: [{route: [{destination: {host: gone}}]}]} | REACHABLE |  | Waypoint Gateway shop/way takes what is sent to Service shop/cart
            outside/plain | , istio.io/use-waypoint: way |                   |                                                                               | REACHABLE |             | takes the connection.
            """)
    void a_request(String from, String label, String kind, String spec, Verdict verdict, Stage at, String says) {
        String client = from.contains("/") ? from : "shop/" + from;
        String manifests = WORLD.formatted(label == null ? "" : label, pod("client", 1), pod("cart", 2))
                + (kind == null ? "" : object(kind, spec));
        Trace trace = Meshes.of(manifests).trace("http://cart.shop/",
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of(client), Optional.empty()));
        assertEquals(verdict, trace.verdict(), trace::toString);
        assertEquals(at, trace.at().orElse(null));
        String said = trace.hops().stream().map(Hop::message).collect(Collectors.joining(" "));
        assertTrue(said.contains(says), said);
    }
}
