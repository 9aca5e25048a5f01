package io.istiodoctor.proxy.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.proxy.Proxies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an EndpointSlice says of a Service's port. */
class SliceEndpointsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"IPv4 | http | 10.0.0.7 | - | 10.0.0.7:8080 true",
            "IPv6 | http | 'fd00::7' | {ready: true} | fd00::7:8080 true", "IPv4 | http | 10.0.0.7 | {ready: false} | 10.0.0.7:8080 false",
            "IPv4 | other | 10.0.0.7 | - | ''", "FQDN | http | db.example.com | - | ''"})
    void an_endpoint(String type, String port, String address, String conditions, String found) {
        Mesh mesh = Meshes.complete("""
                apiVersion: v1
                kind: Service
                metadata: {name: db, namespace: shop}
                spec: {ports: [{name: http, port: 80}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
                addressType: %s
                ports: [{name: %s, port: 8080}]
                endpoints: [{addresses: ["%s"]%s}]
                """.formatted(type, port, address, conditions == null ? "" : ", conditions: " + conditions));
        Service service = mesh.services().getFirst();
        assertEquals(found, Proxies.of(mesh).endpoints().ofPods(service, service.ports().getFirst()).stream()
                .map(e -> e.address() + ":" + e.port() + " " + e.ready()).findFirst().orElse(""));
    }
}
