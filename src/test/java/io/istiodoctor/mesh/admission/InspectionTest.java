package io.istiodoctor.mesh.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.source.Secrets.Lookup;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which objects of files take part in nothing, because an API server would certainly refuse them. */
class InspectionTest {
    private static String refused(String manifests) {
        return Meshes.complete(manifests).refused().stream().map(ObjectRef::name).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v1                          | Service       | cart | spec: {ports: [{port: 80}]}                                           |
            v1                          | Service       | cart | spec: {ports: [{port: 80000}]}                                        | cart
            v1                          | Service       | cart | spec: {ports: [{port: "80"}]}                                         | cart
            v1                          | Service       | Cart | spec: {ports: [{port: 80}]}                                           | Cart
            v1                          | Service       | 1st  | spec: {ports: [{port: 80}]}                                           |
            v1                          | Service       | cart | spec: {ports: [{port: 80, nodePort: 30080}]}                          |
            v1                          | Service       | cart | spec: {ports: [{port: 80, unheard: of}]}                              |
            v1                          | Secret        | cart | data: {tls.crt: "no base64"}                                          | cart
            v1                          | Pod           | cart | spec: {containers: [{name: app}]}                                     |
            v1                          | Pod           | cart | spec: {}                                                              |
            v1                          | Pod           | cart | spec: {containers: [{name: App, image: "app:1"}]}                     | cart
            apps/v1                     | DaemonSet     | cart | spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: app}]}}} | cart
            networking.k8s.io/v1        | NetworkPolicy | cart | spec: {podSelector: {}, ingress: [{from: [{}]}]}                      | cart
            networking.k8s.io/v1        | NetworkPolicy | cart | spec: {podSelector: {}, ingress: [{}]}                                |
            networking.k8s.io/v1        | Ingress       | cart | spec: {rules: [{http: {paths: [{path: cart, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}]}}]} | cart
            networking.k8s.io/v1beta1   | Ingress       | cart | spec: {rules: [{http: {paths: [{backend: {serviceName: cart, servicePort: 80}}]}}]} |
            networking.k8s.io/v1beta1   | Ingress       | Cart | spec: {rules: [{http: {paths: [{backend: {serviceName: cart, servicePort: 80}}]}}]} | Cart
            gateway.networking.k8s.io/v1 | HTTPRoute    | cart | spec: {parentRefs: [{name: shop, port: "80"}]}                        | cart
            gateway.networking.k8s.io/v1 | HTTPRoute    | cart | spec: {rules: [{matches: [{path: {type: Glob, value: /}}]}]}          |
            example.com/v1              | Thing         | Cart | spec: {}                                                              |
            """)
    void what_every_api_server_refuses(String version, String kind, String name, String rest, String expected) {
        String object = "{apiVersion: %s, kind: %s, metadata: {name: %s, namespace: shop%s}, %s}";
        assertEquals(expected == null ? "" : expected, refused(object.formatted(version, kind, name, "", rest)));
        // What an API server gave out it has taken, whatever it asks of new objects.
        assertEquals("", refused(object.formatted(version, kind, name, ", uid: 5e1a, resourceVersion: \"7\"", rest)));
    }

    @Test
    void the_definitions_that_were_read_are_those_of_the_api_server() {
        String definition = """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: httproutes.gateway.networking.k8s.io}
                spec:
                  group: gateway.networking.k8s.io
                  names: {kind: HTTPRoute, plural: httproutes}
                  versions:
                  - {name: v1, served: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, required: [hostnames]}}}}}
                ---
                """;
        String route = "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: cart, namespace: shop}, spec: {rules: []}}";
        assertEquals("cart", refused(definition + route));
        assertEquals("", refused(route));
    }

    private static String service(String name, String address, String... ports) {
        return "{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {type: NodePort, %sports: [%s]}}\n---\n".formatted(name,
                address,
                String.join(", ", ports));
    }

    private static String port(int number, int nodePort, String transport) {
        return "{name: p%1$d, port: %1$d, nodePort: %2$d, protocol: %3$s}".formatted(number, nodePort, transport);
    }

    @Test
    void a_node_port_is_given_away_once() {
        String stored = "clusterIP: 10.0.0.1, ";
        String first = service("first", "", port(80, 31000, "TCP"));
        String second = service("second", "", port(80, 31000, "TCP"), port(81, 31001, "TCP"));
        String third = service("third", "", port(80, 31001, "TCP"));
        assertEquals("second", refused(first + second + third), "what is refused holds nothing");
        assertEquals("third", refused(second + third));
        assertEquals("first", refused(first + service("old", stored, port(80, 31000, "TCP"))));
        assertEquals("", refused(first + service("other", "", port(80, 31000, "UDP"))));
        assertEquals("twice", refused(service("twice", "", port(80, 31000, "TCP"), port(81, 31000, "TCP"))));
        assertEquals("", refused(service("a", stored, port(80, 31000, "TCP")) + service("b", stored, port(80, 31000, "TCP"))),
                "of two clusters");
        assertEquals("broken", refused(service("broken", "", port(80, 31000, "TCP"), port(80_000, 31001, "TCP")) + first));
        assertEquals("", refused(service("wide", "", port(80, 8080, "TCP"))), "another API server has another range");
    }

    @Test
    void a_refused_secret_is_missing() {
        Mesh mesh = Meshes.complete("""
                {apiVersion: v1, kind: Secret, metadata: {name: bad, namespace: edge}, data: {tls.crt: "-"}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: good, namespace: edge}, data: {tls.crt: ""}}
                """);
        assertInstanceOf(Lookup.Missing.class, mesh.directory().credentials().find("edge", "bad"));
        assertInstanceOf(Lookup.Found.class, mesh.directory().credentials().find("edge", "good"));
        assertInstanceOf(Lookup.Found.class, mesh.written().directory().credentials().find("edge", "bad"));
        assertEquals(List.of("Secret edge/bad would be refused, and takes part in nothing else."), mesh.assumptions());
    }
}
