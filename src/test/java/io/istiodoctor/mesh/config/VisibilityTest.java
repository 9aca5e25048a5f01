package io.istiodoctor.mesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who sees an object, by what it says itself or by the mesh's default. */
class VisibilityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"- | - | *", ". | - | shop", "'., shop, other' | - | shop other", "'~' | - | ''",
            "'other, ~' | - | ''", "'~, *' | - | ~ *", "- | . | shop", "'*' | . | *", "other | . | other"})
    void what_an_object_says_counts_before_the_default(String exportTo, String byDefault, String audience) {
        Mesh mesh = Meshes.complete("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: shop}
                spec: {hosts: [shop.example.com], %s http: [{route: [{destination: {host: web}}]}]}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data:
                  mesh: |
                    %s
                """.formatted(exportTo == null ? "" : "exportTo: ['" + exportTo.replace(", ", "', '") + "'],",
                byDefault == null ? "rootNamespace: istio-system" : "defaultVirtualServiceExportTo: ['" + byDefault + "']"));
        Resource resource = mesh.written().virtualServices().getFirst().resource();
        assertEquals(audience, String.join(" ", mesh.directory().audience(Kind.VIRTUAL_SERVICE, resource).namespaces()));
        boolean all = audience.contains("*");
        assertEquals(all || audience.contains("shop"), mesh.directory().visible(Kind.VIRTUAL_SERVICE, resource, "shop"));
        assertEquals(all || audience.contains("other"), mesh.directory().visible(Kind.VIRTUAL_SERVICE, resource, "other"));
        assertEquals(all, mesh.directory().visible(Kind.VIRTUAL_SERVICE, resource, "third"));
    }
}
