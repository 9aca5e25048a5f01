package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which virtual host and which rule take a request, where several VirtualServices share hosts. */
class RouteChoiceTest {
    private static final String COMMON = """
            apiVersion: v1
            kind: Service
            metadata: {name: gw, namespace: istio-system}
            spec:
              type: LoadBalancer
              clusterIP: 10.0.0.1
              selector: {istio: ingressgateway}
              ports: [{name: http2, port: 80, targetPort: 8080}]
            status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: gw-1, namespace: istio-system, labels: {istio: ingressgateway}}
            spec: {containers: [{name: istio-proxy, image: "proxyv2:1.24.0"}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: front, namespace: a}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
            """;
    private final Meshes mesh = Meshes.of(COMMON + service("one") + service("two") + service("three")
            + route("wild", "2020", "*", "- route: [{destination: {host: three}}]")
            + route("sub", "2021", "*.shop.example", "- route: [{destination: {host: two}}]")
            + route("old", "2022", "www.shop.example", """
                    - match: [{uri: {prefix: /}}]
                      route: [{destination: {host: one}}]
                    """)
            + route("new", "2023", "www.shop.example", """
                    - match: [{uri: {exact: /Cart}, ignoreUriCase: true}]
                      route: [{destination: {host: two}}]
                    - match: [{uri: {regex: "/item/[0-9]+"}}]
                      route: [{destination: {host: two}}]
                    - match: [{headers: {x-beta: {exact: "1"}}, method: {exact: POST}}]
                      route: [{destination: {host: three}}]
                    - match: [{queryParams: {v: {exact: "2"}}, withoutHeaders: {x-old: {}}}]
                      route: [{destination: {host: three}}]
                    - match: [{port: 81}, {gateways: [other]}, {sourceLabels: {app: x}}]
                      route: [{destination: {host: three}}]
                    """));

    private static String service(String name) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: a}
                spec: {selector: {app: %1$s}, ports: [{name: http, port: 8000}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s-1, namespace: a, labels: {app: %1$s}}
                spec: {containers: [{name: app, image: "app:1"}]}
                """.formatted(name);
    }

    private static String route(String name, String year, String host, String rules) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s, namespace: a, creationTimestamp: "%s-01-01T00:00:00Z"}
                spec:
                  hosts: ["%s"]
                  gateways: [front]
                  http:
                %s
                """.formatted(name, year, host, rules.indent(2));
    }

    @ParameterizedTest
    @CsvSource({
            "GET,  http://www.shop.example/,            '',          one",
            "GET,  http://www.shop.example/cart,        '',          two",
            "GET,  http://www.shop.example/cart/,       '',          one",
            "GET,  http://www.shop.example/item/12,     '',          two",
            "GET,  http://www.shop.example/item/12/x,   '',          one",
            "POST, http://www.shop.example/x,           'X-Beta: 1', three",
            "GET,  http://www.shop.example/x,           'X-Beta: 1', one",
            "GET,  http://www.shop.example/x?v=2,       '',          three",
            "GET,  http://www.shop.example/x?v=2,       'x-old: a',  one",
            "GET,  http://WWW.Shop.Example/x,           '',          one",
            "GET,  http://img.shop.example/x,           '',          two",
            "GET,  http://shop.example/x,               '',          three",
            "GET,  http://203.0.113.7/x,                '',          three",
            "GET,  http://203.0.113.7/x,                'Host: www.shop.example', one",
    })
    void the_most_specific_host_and_the_first_rule_take_it(String method, String url, String header, String service) {
        Trace trace = mesh.trace(url, new TraceRequest.Options(header.isEmpty() ? List.of() : List.of(header), Optional.of(method),
                Optional.empty(), Optional.empty(), Optional.empty()));
        assertEquals(Verdict.REACHABLE, trace.verdict(), trace::toString);
        assertEquals("Service a/" + service, trace.hops().stream().filter(h -> h.stage() == Stage.DESTINATION).findFirst()
                .flatMap(Hop::object).map(Object::toString).orElse(""), trace::toString);
    }

    @Test
    void a_rule_says_which_others_it_shadows() {
        Meshes two = Meshes.of(COMMON + service("one") + route("old", "2022", "*", """
                - match: [{uri: {prefix: /a}}]
                  route: [{destination: {host: one}}]
                """) + route("new", "2023", "*", """
                - match: [{uri: {prefix: /a/b}}]
                  route: [{destination: {host: one}}]
                """));
        assertTrue(two.trace("http://203.0.113.7/a/b").toString().contains("before VirtualService a/new, http[0]"));
    }

    @ParameterizedTest
    @CsvSource({
            "'redirect: {uri: /new, authority: other.example}', 301 to http://other.example/new",
            "'redirect: {scheme: https, redirectCode: 308}',    308 to https://203.0.113.7/x",
            "'directResponse: {status: 204}',                   204 from the proxy itself",
            "'{fault: {abort: {httpStatus: 418, percentage: {value: 100}}}, route: [{destination: {host: one}}]}', 418 FI",
    })
    void what_the_proxy_answers_itself_is_told(String action, String expect) {
        Meshes mesh = Meshes.of(COMMON + route("r", "2022", "*", "- " + action));
        assertTrue(mesh.trace("http://203.0.113.7/x").expect().startsWith(expect), mesh.trace("http://203.0.113.7/x").toString());
    }

    @Test
    void a_delegate_routes_for_its_root_and_a_missing_one_takes_nothing() {
        String delegate = """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: inner, namespace: a}
                spec:
                  http:
                  - match: [{uri: {prefix: /a/b}}]
                    route: [{destination: {host: one}}]
                """;
        String root = route("root", "2022", "*", """
                - match: [{uri: {prefix: /a}}]
                  delegate: {name: inner}
                """);
        Meshes with = Meshes.of(COMMON + service("one") + root + delegate);
        assertEquals(Verdict.REACHABLE, with.trace("http://203.0.113.7/a/b").verdict());
        assertEquals(Optional.of(Stage.ROUTE), with.trace("http://203.0.113.7/a/c").at());
        assertEquals(Optional.of(Stage.ROUTE), Meshes.of(COMMON + service("one") + root).trace("http://203.0.113.7/a/b").at());
    }

    @Test
    void inside_the_mesh_the_first_virtual_service_alone_counts() {
        String client = """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: client-1, namespace: a, labels: {app: client}}
                spec: {containers: [{name: client, image: "c:1"}, {name: istio-proxy, image: "proxyv2:1.24.0"}]}
                """;
        String older = route("older", "2020", "one", """
                - match: [{uri: {prefix: /a}}]
                  route: [{destination: {host: two}}]
                """).replace("  gateways: [front]\n", "");
        String newer = route("newer", "2021", "one", "- route: [{destination: {host: one}}]").replace("  gateways: [front]\n", "");
        Meshes mesh = Meshes.of(COMMON + service("one") + service("two") + client + older + newer);
        var from = new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of("a/client"), Optional.empty());
        assertTrue(mesh.trace("http://one:8000/a", from).toString().contains("Service two.a.svc.cluster.local offers port 8000"));
        assertEquals("404 NR", mesh.trace("http://one.a:8000/b", from).expect());
    }

    @ParameterizedTest
    @CsvSource({"REGISTRY_ONLY, broken, refuses what it does not know", "ALLOW_ANY, reachable, passes the connection on as it is"})
    void a_sidecar_hides_what_it_does_not_import(String policy, String verdict, String said) {
        Trace trace = Meshes.of("""
                apiVersion: v1
                kind: Pod
                metadata: {name: client, namespace: a, labels: {app: client}}
                spec: {containers: [{name: app, image: app}, {name: istio-proxy, image: proxyv2}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: cart, namespace: b}
                spec: {clusterIP: 10.0.0.9, selector: {app: cart}, ports: [{name: http, port: 80}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: cart-1, namespace: b, labels: {app: cart}}
                spec: {containers: [{name: app, image: app}]}
                status: {phase: Running, podIP: 10.0.1.1, conditions: [{type: Ready, status: "True"}]}
                ---
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: default, namespace: a}
                spec: {egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {mode: %s}}
                """.formatted(policy)).trace("http://cart.b/",
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of("a/client"), Optional.empty()));
        assertEquals(verdict, trace.verdict().label(), trace::toString);
        assertTrue(trace.hops().stream().anyMatch(h -> h.message().contains(said)), trace::toString);
    }
}
