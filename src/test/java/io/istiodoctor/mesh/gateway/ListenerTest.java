package io.istiodoctor.mesh.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Meshes;
import org.junit.jupiter.api.Test;

/** E1: how the port of a Gateway server becomes one that a gateway pod binds. */
class ListenerTest {
    private static Listener listener(String service, String pod, long port) {
        String gateway = """
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: g, namespace: shop}
                spec: {selector: {istio: edge}, servers: [{port: {number: %d, name: http, protocol: HTTP}, hosts: ["*"]}]}
                """.formatted(port);
        return Meshes.complete(service + "---\n" + pod + gateway).gateways().getFirst().servers().getFirst().listeners().getFirst();
    }

    private static String service(String name, String created, String ports) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: edge, creationTimestamp: "%s"}
                spec: {selector: {istio: edge}, ports: %s}
                """.formatted(name, created, ports);
    }

    private static String pod(String ports) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: edge-1, namespace: edge, labels: {istio: edge}}
                spec: {containers: [{name: istio-proxy, image: proxyv2, ports: %s}]}
                """.formatted(ports);
    }

    @Test
    void a_service_port_is_translated_to_its_target() {
        Listener l = listener(service("a", "2026-01-01T00:00:00Z", "[{name: http2, port: 80, targetPort: 8080}]"), pod("[]"), 80);
        assertEquals(8080, l.port());
        assertEquals(true, l.reachable());
    }

    @Test
    void a_named_target_is_that_of_the_container() {
        Listener l = listener(service("a", "2026-01-01T00:00:00Z", "[{name: http2, port: 80, targetPort: web}]"),
                pod("[{containerPort: 8081, name: web}]"), 80);
        assertEquals(8081, l.port());
    }

    @Test
    void a_named_target_that_the_container_lacks_translates_nothing() {
        Listener l = listener(service("a", "2026-01-01T00:00:00Z", "[{name: http2, port: 80, targetPort: web}]"), pod("[]"), 80);
        assertEquals(80, l.port());
        assertEquals(false, l.reachable());
    }

    @Test
    void a_number_that_no_service_has_is_bound_as_it_stands() {
        Listener l = listener(service("a", "2026-01-01T00:00:00Z", "[{name: http2, port: 80, targetPort: 8080}]"), pod("[]"), 8080);
        assertEquals(8080, l.port());
        assertEquals(true, l.reachable(), "the Service's port 80 leads there");
    }

    @Test
    void of_two_ports_with_one_target_and_protocol_the_later_is_not_translated() {
        String ports = "[{name: http2, port: 80, targetPort: 8080}, {name: http2-b, port: 81, targetPort: 8080}]";
        assertEquals(8080, listener(service("a", "2026-01-01T00:00:00Z", ports), pod("[]"), 80).port());
        assertEquals(81, listener(service("a", "2026-01-01T00:00:00Z", ports), pod("[]"), 81).port());
    }

    @Test
    void two_services_with_one_target_translate_each_by_itself() {
        String first = service("a", "2026-01-01T00:00:00Z", "[{name: http2, port: 80, targetPort: 8080}]");
        String second = service("b", "2026-02-01T00:00:00Z", "[{name: http2, port: 8081, targetPort: 8080}]");
        Listener l = listener(first + "---\n" + second, pod("[]"), 8081);
        assertEquals(8080, l.port());
        assertEquals(true, l.reachable());
    }

    @Test
    void a_udp_port_translates_nothing() {
        String ports = "[{name: quic, port: 443, targetPort: 9443, protocol: UDP}, {name: https, port: 443, targetPort: 8443}]";
        assertEquals(8443, listener(service("a", "2026-01-01T00:00:00Z", ports), pod("[]"), 443).port());
    }

    @Test
    void the_oldest_service_translates_first() {
        String newer = service("a", "2026-02-01T00:00:00Z", "[{name: http2, port: 80, targetPort: 8080}]");
        String older = service("b", "2026-01-01T00:00:00Z", "[{name: http2, port: 80, targetPort: 9090}]");
        assertEquals(9090, listener(newer + "---\n" + older, pod("[]"), 80).port());
    }

    @Test
    void a_host_port_leads_to_the_listener_without_a_service() {
        Listener l = listener(service("a", "2026-01-01T00:00:00Z", "[{name: http2, port: 80, targetPort: 8080}]"),
                pod("[{containerPort: 9443, hostPort: 443}]"), 9443);
        assertEquals(true, l.onNode());
        assertEquals(443L, l.hostPort().orElseThrow());
    }

    @Test
    void a_udp_port_leads_to_no_listener() {
        Listener l = listener(service("a", "2026-01-01T00:00:00Z", "[{name: quic, port: 443, targetPort: 8443, protocol: UDP}]"),
                pod("[]"), 8443);
        assertEquals(false, l.reachable());
    }
}
