package io.istiodoctor.mesh.ambient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods a ztunnel takes care of, and which waypoint stands before a Service and a pod of the namespace shop. */
class AmbientTest {
    private static final String POD = """
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {%s}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: cart, namespace: shop, labels: {app: cart%s}, annotations: {%s}}
            spec: {%s containers: [{name: cart, image: "cart:1"}%s]}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            istio.io/dataplane-mode: ambient |                                 | ambient.istio.io/redirection: enabled |                    |                                                     | enrolled captured
            istio.io/dataplane-mode: ambient |                                 |                                       |                    |                                                     | enrolled
            istio.io/dataplane-mode: ambient | , istio.io/dataplane-mode: none |                                       |                    |                                                     |
                                             | , istio.io/dataplane-mode: ambient | ambient.istio.io/redirection: enabled |                 |                                                     | enrolled captured
            istio.io/dataplane-mode: ambient |                                 |                                       | hostNetwork: true, |                                                     | enrolled
            istio.io/dataplane-mode: ambient |                                 | ambient.istio.io/redirection: enabled |                    | , {name: istio-proxy, image: proxyv2, args: [proxy, sidecar]} | enrolled
            """)
    void captured(String namespace, String label, String annotation, String spec, String container, String expected) {
        Mesh mesh = Meshes.complete(POD.formatted(text(namespace), text(label), text(annotation), text(spec), text(container)));
        Workload pod = mesh.workloads().getFirst();
        String said = (mesh.ambient().enrolled(pod) ? "enrolled" : "") + (mesh.ambient().captured(pod) ? " captured" : "");
        assertEquals(text(expected), said);
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    private static final String WAYPOINT = """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: way, namespace: %s, labels: {%s}}
            spec: {gatewayClassName: %s, listeners: [{name: mesh, port: 15008, protocol: HBONE, allowedRoutes: {namespaces: {from: %s}}}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop, labels: {%s}}
            spec: {selector: {app: cart}, ports: [{port: 80}]}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                      |                                                                    | shop  |                               | istio-waypoint | Same | None                       | None
            istio.io/use-waypoint: way |                                                                   | shop  |                               | istio-waypoint | Same | Bound                      | None
            istio.io/use-waypoint: way | istio.io/use-waypoint: none                                       | shop  |                               | istio-waypoint | Same | None                       | None
                                      | istio.io/use-waypoint: way                                         | shop  |                               | istio-waypoint | Same | Bound                      | None
            istio.io/use-waypoint: way |                                                                   | shop  | istio.io/waypoint-for: all    | istio-waypoint | Same | Bound                      | Bound
            istio.io/use-waypoint: way |                                                                   | shop  | istio.io/waypoint-for: workload | istio-waypoint | Same | OTHER_TRAFFIC shop/way   | Bound
            istio.io/use-waypoint: wat |                                                                   | shop  |                               | istio-waypoint | Same | MISSING shop/wat           | MISSING shop/wat
            istio.io/use-waypoint: way |                                                                   | infra |                               | istio-waypoint | All  | MISSING shop/way           | MISSING shop/way
                                      | istio.io/use-waypoint: way, istio.io/use-waypoint-namespace: infra | infra |                               | istio-waypoint | All  | Bound                      | None
                                      | istio.io/use-waypoint: way, istio.io/use-waypoint-namespace: infra | infra |                               | istio-waypoint | Same | NOT_ALLOWED infra/way      | None
            istio.io/use-waypoint: way |                                                                   | shop  |                               | istio          | Same | NO_WAYPOINT shop/way       | NO_WAYPOINT shop/way
            istio.io/use-waypoint: way |                                                                   | shop  |                               | other          | Same | Bound                      | None
            """)
    void waypoint(String namespace, String service, String home, String label, String gatewayClass, String from, String ofService,
            String ofPod) {
        Mesh mesh = Meshes.complete(POD.formatted(text(namespace), "", "", "", "")
                + WAYPOINT.formatted(home, text(label), gatewayClass, from, text(service)));
        Waypoints waypoints = mesh.ambient().waypoints();
        assertEquals(ofService, words(waypoints.ofService(mesh.directory().all(Kind.SERVICE).getFirst())));
        assertEquals(ofPod, words(waypoints.ofPod(mesh.workloads().getFirst())));
    }

    private static String words(Binding binding) {
        return switch (binding) {
            case Binding.None none -> "None";
            case Binding.Bound bound -> "Bound";
            case Binding.Unusable(String name, var label, var fault) -> fault + " " + name;
        };
    }
}
