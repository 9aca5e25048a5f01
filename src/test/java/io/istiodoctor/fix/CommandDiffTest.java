package io.istiodoctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mendings;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that commands delete, move and copy, and several commands one after the other. */
class CommandDiffTest {
    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec:
              clusterIP: 10.0.0.1
              ports: [{port: 80}]
            ---
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: {name: web, namespace: shop}
            spec: {egress: [{hosts: ["./*"]}]}
            """;
    private static final String COPY = "kubectl -n shop get service web -o json | jq 'del(.status)' | kubectl -n edge apply -f -\n";

    private static Optional<String> diff(String manifests, String command) {
        List<Resource> all = Mendings.read(manifests).resources();
        return CommandDiff.of(command, all.getFirst(), n -> all.stream().filter(r -> r.ref().name().equals(n)).toList(), r -> true);
    }

    @Test
    void one_of_several_documents_goes_with_its_marker() {
        assertEquals("""
                --- stdin
                +++ stdin
                @@ -7,5 +6,0 @@
                ----
                -apiVersion: networking.istio.io/v1
                -kind: Sidecar
                -metadata: {name: web, namespace: shop}
                -spec: {egress: [{hosts: ["./*"]}]}
                """, diff(MANIFESTS, "kubectl -n shop delete sidecars.networking.istio.io web").orElseThrow());
    }

    @Test
    void a_file_with_nothing_else_goes_as_a_whole() {
        String alone = MANIFESTS.substring(MANIFESTS.indexOf("---\n") + 4);
        assertTrue(
                diff(alone, "kubectl -n shop delete sidecar web").orElseThrow().startsWith("--- stdin\n+++ /dev/null\n@@ -1,4 +0,0 @@\n"));
    }

    @Test
    void an_element_of_a_list_goes_alone() {
        String list = """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}
                - {apiVersion: v1, kind: Service, metadata: {name: api, namespace: shop}}
                """;
        assertEquals(List.of("-- {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}"),
                diff(list, "kubectl -n shop delete service web").orElseThrow().lines().filter(l -> l.matches("\\+[^+].*|-- \\{.*"))
                        .toList());
    }

    @Test
    void an_object_that_is_copied_and_deleted_moves() {
        assertEquals("""
                --- stdin
                +++ stdin
                @@ -3,1 +3,1 @@
                -metadata: {name: web, namespace: shop}
                +metadata: {name: web, namespace: edge}
                """, diff(MANIFESTS, COPY + "kubectl -n shop delete service web").orElseThrow().replaceAll("(?m)^ .*\n", "")
                .replaceAll("@@ .* @@", "@@ -3,1 +3,1 @@"));
    }

    @Test
    void a_copy_becomes_a_file_without_what_a_cluster_gave_it() {
        assertEquals("""
                --- /dev/null
                +++ web-edge-service.yaml
                @@ -0,0 +1,8 @@
                +apiVersion: v1
                +kind: Service
                +metadata:
                +  name: web
                +  namespace: edge
                +spec:
                +  ports:
                +  - port: 80
                """, diff(MANIFESTS, COPY).orElseThrow());
    }

    @Test
    void changes_of_several_objects_of_a_file_are_one_diff_in_its_order() {
        String joined = diff(MANIFESTS, """
                kubectl -n shop delete sidecar web
                # and that of the Service
                kubectl -n shop patch service web --type=json -p '[{"op":"add","path":"/spec/type","value":"NodePort"}]'
                """).orElseThrow();
        assertEquals(List.of("+  type: NodePort", "----"), joined.lines().filter(l -> l.matches("\\+  type.*|----")).toList());
        assertEquals(1, joined.split("--- stdin", -1).length - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubectl -n shop delete sidecar web\nkubectl -n shop get pods", "kubectl -n other delete sidecar web",
            "kubectl -n shop delete sidecar web\nkubectl -n shop label sidecar web a=b"})
    void what_no_manifest_shows_is_no_diff(String commands) {
        assertTrue(diff(MANIFESTS, commands).isEmpty());
    }
}
