package io.istiodoctor.mesh.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Meshes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two Services in front of the same pods, which listen on 8080 (web) and 9090. */
class PortUseTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "name: http, port: 80, targetPort: 8080  | name: tcp, port: 80, targetPort: web         | contradicts a:80 at 8080",
            "name: http, port: 80, targetPort: 8080  | port: 81, targetPort: 8080, appProtocol: tls | contradicts a:80 at 8080",
            "name: http, port: 80, targetPort: 8080  | name: http, port: 81, targetPort: web        | renumbers a:80 at 8080",
            "name: http, port: 80, targetPort: 8080  | name: grpc, port: 80, targetPort: 8080       | ''",
            "name: tls, port: 80, targetPort: 8080   | name: mysql, port: 80, targetPort: 8080      | ''",
            "name: http, port: 80, targetPort: 8080  | port: 80, targetPort: 8080                   | ''",
            "name: http, port: 80, targetPort: 8080  | name: tcp, port: 80, targetPort: 9090        | ''",
            "name: http, port: 80, targetPort: 8080  | name: udp, port: 80, targetPort: 8080, protocol: UDP | ''",
            "name: http, port: 80, targetPort: 8080  | name: tcp, port: 80, targetPort: none        | ''"})
    void the_younger_service_is_told(String older, String younger, String expected) {
        PortUse use = Meshes.complete(
                """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: b, namespace: shop, creationTimestamp: "2026-01-02T00:00:00Z"}
                        spec: {selector: {app: s}, ports: [{%s}]}
                        ---
                        apiVersion: v1
                        kind: Service
                        metadata: {name: a, namespace: shop, creationTimestamp: "2026-01-01T00:00:00Z"}
                        spec: {selector: {app: s}, ports: [{%s}]}
                        ---
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: s-1, namespace: shop, labels: {app: s}}
                        spec: {containers: [{name: s, image: s, ports: [{name: web, containerPort: 8080}, {containerPort: 9090}]}, {name: istio-proxy, image: auto}]}
                        """
                        .formatted(younger, older))
                .portUses().stream().filter(u -> u.name().equals("b")).findFirst().orElseThrow();
        assertEquals(expected, use.contradicted().map(p -> "contradicts " + p.service().name() + ":" + p.number() + " at " + use.podPort())
                .or(() -> use.renumbered().map(p -> "renumbers " + p.service().name() + ":" + p.number() + " at " + use.podPort()))
                .orElse(""));
    }
}
