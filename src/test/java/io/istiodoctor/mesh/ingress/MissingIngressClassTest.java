package io.istiodoctor.mesh.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An Ingress whose class is not there is told where the class names Istio; by other names other controllers may know it. */
class MissingIngressClassTest {
    @ParameterizedTest
    @CsvSource({"nginx, true, true, ''", "ngnix, true, true, ''", "ngnix, true, false, ''", "ngnix, false, true, ''",
            "istio, false, true, class-missing",
            "external-istio, false, true, class-missing", "istio-internal, false, true, class-missing", "istioless, false, true, ''",
            "istioless, true, true, ''"})
    void an_ingress_of_a_class_that_is_not_there(String name, boolean live, boolean read, String because) {
        String manifests = """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: nginx}
                spec: {controller: k8s.io/ingress-nginx}
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web, namespace: shop}
                spec: {ingressClassName: "%s", defaultBackend: {service: {name: web, port: {number: 80}}}}
                """.formatted(name);
        Snapshot files = ManifestSource.read(List.of("-"),
                new ManifestOptions("default", true, new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)), n -> {}));
        Coverage classes = read ? new Coverage.Complete() : Coverage.None.failed("it is forbidden", Optional.empty());
        Mesh mesh = Mesh.of(new Snapshot(files.resources(), Map.of(Kind.INGRESS_CLASS, classes), files.secrets(), live, "default"),
                Instant.now());
        assertEquals(because, mesh.ingresses().getFirst().ignoredBecause());
    }
}
