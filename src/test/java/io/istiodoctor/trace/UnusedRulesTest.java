package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Rules that are reported to be never used take no request, of all requests of a small world that are traced. */
class UnusedRulesTest {
    private static final String FRONT = """
            apiVersion: v1
            kind: Service
            metadata: {name: gw, namespace: istio-system}
            spec: {type: LoadBalancer, clusterIP: 10.0.0.1, selector: {istio: ingressgateway}, ports: [{name: http2, port: 80, targetPort: 8080}]}
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
            spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
            """;
    private static final List<String> PATHS = List.of("/", "/a", "/a/b", "/ab", "/b", "/b/c");
    private static final List<List<String>> HEADERS = List.of(List.of(), List.of("x: 1"), List.of("x: 2"));

    @Provide
    Arbitrary<String> rules() {
        Arbitrary<String> uri = Arbitraries.of("", "uri: {prefix: /}", "uri: {prefix: /a}", "uri: {prefix: /a/b}", "uri: {exact: /a}",
                "uri: {exact: /b}",
                "uri: {regex: /a.*}");
        Arbitrary<String> rest = Arbitraries.of("", "", "", "headers: {x: {exact: '1'}}", "port: 80", "port: 81", "method: {exact: POST}");
        return Combinators.combine(uri, rest).as((u, r) -> u.isEmpty() && r.isEmpty() ? ""
                : "match: [{" + String.join(", ", List.of(u, r).stream().filter(t -> !t.isEmpty()).toList()) + "}], ");
    }

    @Provide
    Arbitrary<List<List<String>>> virtualServices() {
        return rules().list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(3);
    }

    /** Each rule answers with a status of its own: 200 and its number. */
    private static Tuple2<Meshes, List<String>> mesh(List<List<String>> virtualServices) {
        StringBuilder manifests = new StringBuilder(FRONT);
        List<String> places = new ArrayList<>();
        for (int v = 0; v < virtualServices.size(); v++) {
            manifests.append("""
                    ---
                    apiVersion: networking.istio.io/v1
                    kind: VirtualService
                    metadata: {name: v%d, namespace: a, creationTimestamp: "202%d-01-01T00:00:00Z"}
                    spec:
                      hosts: [shop.example]
                      gateways: [front]
                      http:
                    """.formatted(v, v));
            for (int r = 0; r < virtualServices.get(v).size(); r++) {
                manifests.append("  - {%sdirectResponse: {status: %d}}\n".formatted(virtualServices.get(v).get(r), 200 + places.size()));
                places.add("v" + v + " spec.http[" + r + "]");
            }
        }
        return Tuple.of(Meshes.of(manifests.toString()), places);
    }

    private static Set<String> used(Meshes mesh, List<String> places) {
        Set<String> used = new HashSet<>();
        for (String path : PATHS) {
            for (List<String> headers : HEADERS) {
                for (String method : List.of("GET", "POST")) {
                    String expect = mesh.trace("http://shop.example" + path,
                            new TraceRequest.Options(headers, Optional.of(method), Optional.empty(), Optional.empty(), Optional.empty()))
                            .expect();
                    if (expect.matches("2\\d\\d from the proxy itself.*")) {
                        used.add(places.get(Integer.parseInt(expect.substring(0, 3)) - 200));
                    }
                }
            }
        }
        return used;
    }

    private static List<Finding> unused(Meshes mesh) {
        return mesh.diagnosis().findings().stream()
                .filter(f -> List.of("route-unreachable", "route-shadowed-by-other-virtual-service", "match-never-holds-at-gateway")
                        .contains(f.rule()))
                .toList();
    }

    @Property(tries = 300)
    void what_is_reported_takes_nothing(@ForAll("virtualServices") List<List<String>> virtualServices) {
        Tuple2<Meshes, List<String>> mesh = mesh(virtualServices);
        Set<String> used = used(mesh.get1(), mesh.get2());
        for (Finding finding : unused(mesh.get1())) {
            String rule = finding.object().name() + " " + finding.field().replaceFirst("^(spec\\.http\\[\\d+\\]).*", "$1");
            assertTrue(!used.contains(rule), () -> finding + "\n" + virtualServices);
        }
    }

    @Test
    void what_takes_nothing_is_reported() {
        Tuple2<Meshes, List<String>> mesh = mesh(List.of(
                List.of("match: [{uri: {prefix: /a}}], ", "match: [{uri: {prefix: /a/b}}], ", ""),
                List.of("match: [{uri: {regex: /a.*}, headers: {x: {exact: '1'}}}], ", "match: [{uri: {exact: /b}}], ", "")));
        Set<String> idle = new HashSet<>(mesh.get2());
        idle.removeAll(used(mesh.get1(), mesh.get2()));
        Set<String> reported = new HashSet<>();
        unused(mesh.get1())
                .forEach(f -> reported.add(f.object().name() + " " + f.field().replaceFirst("^(spec\\.http\\[\\d+\\]).*", "$1")));
        assertEquals(Set.of("v0 spec.http[1]", "v1 spec.http[0]", "v1 spec.http[2]"), idle);
        assertEquals(idle, reported);
    }
}
