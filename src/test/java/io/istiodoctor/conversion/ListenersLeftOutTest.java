package io.istiodoctor.conversion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why nothing comes of a Gateway or of one of its listeners. */
class ListenersLeftOutTest {
    private static final String SURROUNDINGS = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: GatewayClass
            metadata: {name: nginx}
            spec: {controllerName: example.com/nginx}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: empty, namespace: edge}
            type: Opaque
            data: {}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: shared, namespace: certs}
            type: Opaque
            data: {}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: no-ca, namespace: edge}
            data: {ca.crt: nothing}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: edge}
            spec:
            """;

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            nginx     | - {name: a, port: 80, protocol: HTTP}  => CLASS_OF_ANOTHER Gateway edge/edge <- spec.gatewayClassName by GatewayClass nginx: nginx
            traefik   | - {name: a, port: 80, protocol: HTTP}  => CLASS_MISSING Gateway edge/edge <- spec.gatewayClassName: traefik
            istio-remote | - {name: a, port: 80, protocol: HTTP} => CLASS_REMOTE Gateway edge/edge <- spec.gatewayClassName: istio-remote
            istio     | - {name: a, port: 80, protocol: http}  => PROTOCOL_UNSUPPORTED Gateway edge/edge spec.listeners[0] <- spec.listeners[0].protocol: http
            istio     | - {name: a, port: 53, protocol: UDP}   => PROTOCOL_UNSUPPORTED Gateway edge/edge spec.listeners[0] <- spec.listeners[0].protocol: UDP
            istio     | - {name: a, port: 443, protocol: HTTPS} => TLS_MISSING Gateway edge/edge spec.listeners[0] <- spec.listeners[0].tls: HTTPS
            """)
    void classes_and_protocols(String given, String expected) {
        String[] parts = given.split(" \\| ");
        String manifests = SURROUNDINGS + "  gatewayClassName: " + parts[0].strip() + "\n  listeners:\n  " + parts[1] + "\n";
        Conversion made = Samples.gatewayApi(manifests);
        assertEquals(expected, Samples.leftOut(made));
        assertEquals(0, made.gateways().size());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            {name: nosuch}                     => CERTIFICATE_MISSING %s <- %c by Secret edge/nosuch: edge/nosuch
            {name: empty}                      => CERTIFICATE_INVALID %s <- %c by Secret edge/empty: incomplete
            {name: no-ca, kind: ConfigMap}     => CERTIFICATE_KIND %s <- %c: ConfigMap
            {name: shared, namespace: certs}   => CERTIFICATE_INVALID %s <- %c by Secret certs/shared: incomplete
            """)
    void certificates(String reference, String expected) {
        Conversion made = Samples.gatewayApi(SURROUNDINGS + """
                  gatewayClassName: istio
                  listeners:
                  - {name: a, port: 443, protocol: HTTPS, tls: {certificateRefs: [%s]}}
                """.formatted(reference));
        assertEquals(
                expected.replace("%s", "Gateway edge/edge spec.listeners[0]").replace("%c", "spec.listeners[0].tls.certificateRefs[0]"),
                Samples.leftOut(made));
        assertEquals(0, made.gateways().size());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            {port: 80, protocol: HTTP}  / {port: 80, protocol: HTTP}                  => LISTENER_HOST_TAKEN %1 <- spec.listeners[1].port by %0: l0
            {port: 80, protocol: HTTP, hostname: a.b} / {port: 80, protocol: HTTPS, tls: {mode: Passthrough}, hostname: a.b} => LISTENER_PORT_TAKEN %1 <- spec.listeners[1].protocol by %0: l0
            {port: 80, protocol: HTTP, hostname: a.b} / {port: 80, protocol: HTTP, hostname: a.b} => LISTENER_HOST_TAKEN %1 <- spec.listeners[1].hostname by %0: l0
            {port: 80, protocol: HTTP, hostname: a.b} / {port: 80, protocol: TCP}     => LISTENER_PORT_TAKEN %1 <- spec.listeners[1].protocol by %0: l0
            {port: 80, protocol: TCP} / {port: 80, protocol: TCP}                     => LISTENER_PORT_TAKEN %1 <- spec.listeners[1].protocol by %0: l0
            {port: 80, protocol: HTTP, hostname: a.b} / {port: 80, protocol: HTTP}    => ''
            {port: 80, protocol: TCP} / {port: 81, protocol: TCP}                     => ''
            """)
    void listeners_in_each_others_way(String listeners, String expected) {
        String[] both = listeners.split(" / ");
        Conversion made = Samples.gatewayApi(
                SURROUNDINGS + "  gatewayClassName: istio\n  listeners:\n  - " + both[0].strip().replace("{port", "{name: l0, port")
                        + "\n  - " + both[1].strip().replace("{port", "{name: l1, port") + "\n");
        assertEquals(expected.replace("%0", "Gateway edge/edge spec.listeners[0]").replace("%1", "Gateway edge/edge spec.listeners[1]"),
                Samples.leftOut(made));
        assertEquals(expected.isEmpty() ? 2 : 1, made.gateways().size());
    }
}
