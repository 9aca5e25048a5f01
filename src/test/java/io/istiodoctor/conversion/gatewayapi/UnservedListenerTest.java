package io.istiodoctor.conversion.gatewayapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.pem.SelfSigned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would let something come of a listener. */
class UnservedListenerTest {
    private static final SelfSigned MADE = SelfSigned.of("shop.example.com", Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void an_authority_that_is_called_much_alike_and_can_be_read() {
        assertEquals(Optional.of("clients-ca"), authority("clients-ca", MADE.certificate()));
        assertEquals(Optional.empty(), authority("clients-ca", "nothing"));
        assertEquals(Optional.empty(), authority("backends", MADE.certificate()));
    }

    private static Optional<String> authority(String name, String certificate) {
        UnservedListener listener = only("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: shop}
                spec:
                  gatewayClassName: istio
                  tls: {frontend: {default: {validation: {caCertificateRefs: [{group: "", kind: ConfigMap, name: client-ca}]}}}}
                  listeners:
                  - {name: secure, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: shop}]}}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: shop, namespace: shop}
                stringData:
                  tls.crt: |
                %s
                  tls.key: |
                %s
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, namespace: shop}
                data:
                  ca.crt: |
                %s
                """.formatted(indented(MADE.certificate()), indented(MADE.key()), name, indented(certificate)));
        assertEquals(Reason.AUTHORITY_MISSING, listener.unserved().reason());
        return listener.fittingAuthority();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            port: 8080, protocol: http              , HTTP
            port: 8080, protocol: GRPC              , HTTP
            port: 8080, protocol: HTPP              , HTTP
            port: 8080, protocol: HTTPSS            , ''
            port: 8080, protocol: UDP               , ''
            port: 80  , protocol: H2C               , ''
            """)
    void a_protocol_that_was_meant_and_could_be_served(String port, String protocol, String meant) {
        assertEquals(meant, only("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: shop}
                spec:
                  gatewayClassName: istio
                  listeners:
                  - {name: first, port: 80, protocol: HTTP}
                  - {name: second, %s, %s}
                """.formatted(port, protocol)).meantProtocol().orElse(""));
    }

    private static UnservedListener only(String manifests) {
        Mesh mesh = Meshes.complete(manifests);
        List<UnservedListener> all = UnservedListener.of(mesh,
                Unserved.of(mesh, List.of(GatewayApiConversion.of(ConversionInput.of(mesh)))));
        assertEquals(1, all.size(), () -> all.stream().map(l -> l.unserved().leftOut().toString()).collect(Collectors.joining("\n")));
        return all.getFirst();
    }

    private static String indented(String text) {
        return text.strip().indent(4).stripTrailing();
    }
}
