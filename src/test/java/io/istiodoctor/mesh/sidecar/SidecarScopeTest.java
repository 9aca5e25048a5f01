package io.istiodoctor.mesh.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Meshes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarScopeTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1, namespace: shop, labels: {app: web}}
            spec: {containers: [{name: web}, {name: istio-proxy}]}
            """;

    private static SidecarScope scope(String sidecars) {
        Mesh mesh = Meshes.complete(POD + sidecars);
        return mesh.sidecarScope(mesh.workloads().getFirst());
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
            ./*                            | cart.shop.svc.cluster.local  | shop  | true
            ./*                            | cart.other.svc.cluster.local | other | false
            other/*                        | cart.other.svc.cluster.local | other | true
            */cart.other.svc.cluster.local | cart.other.svc.cluster.local | other | true
            */*.example.com                | api.example.com              | other | true
            ~/*                            | cart.shop.svc.cluster.local  | shop  | false
            """)
    void an_egress_host_names_a_namespace_and_a_host(String entry, String host, String owner, boolean imports) {
        assertEquals(imports, scope(sidecar("s", "shop", "{egress: [{hosts: ['" + entry + "']}]}")).imports(host, owner));
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
        assertEquals(chosen, scope(sidecars).sidecar().map(s -> s.ref().name()).orElse("none"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                              | false
            {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}  | true
            {outboundTrafficPolicy: {mode: ALLOW_ANY}}      | false
            """)
    void what_is_not_imported_is_passed_on_unless_refused(String spec, boolean registryOnly) {
        assertEquals(registryOnly, scope(sidecar("s", "shop", spec)).registryOnly());
    }
}
