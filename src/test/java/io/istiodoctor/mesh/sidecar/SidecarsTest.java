package io.istiodoctor.mesh.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.model.Resource;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Sidecar is for a pod. */
class SidecarsTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1, namespace: shop, labels: {app: web}}
            spec: {containers: [{name: web}, {name: istio-proxy}]}
            """;

    private static Optional<Resource> chosen(String sidecars) {
        Mesh mesh = Meshes.complete(POD + sidecars);
        return mesh.sidecarOf(mesh.workloads().getFirst());
    }

    private static String sidecar(String name, String namespace, String spec) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: %s, namespace: %s}
                spec: %s
                """.formatted(name, namespace, spec);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                    | none
            root                                                                  | default
            root own                                                              | shop
            root own selecting                                                    | web
            root selecting-other                                                  | default
            """)
    void the_nearest_sidecar_counts(String present, String chosen) {
        String sidecars = (present.contains("root") ? sidecar("default", "istio-system", "{egress: [{hosts: ['*/*']}]}") : "")
                + (present.contains("own") ? sidecar("shop", "shop", "{egress: [{hosts: ['*/*']}]}") : "")
                + (present.endsWith("selecting")
                        ? sidecar("web", "shop", "{workloadSelector: {labels: {app: web}}, egress: [{hosts: ['*/*']}]}") : "")
                + (present.contains("other") ? sidecar("db", "shop", "{workloadSelector: {labels: {app: db}}, egress: [{hosts: ['*/*']}]}")
                        : "");
        assertEquals(chosen, chosen(sidecars).map(s -> s.ref().name()).orElse("none"));
    }
}
