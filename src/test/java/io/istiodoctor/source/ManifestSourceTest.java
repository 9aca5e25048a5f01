package io.istiodoctor.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.SourceText;
import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestSourceTest {
    private final List<String> notes = new ArrayList<>();

    private Snapshot read(String text) {
        return ManifestSource.read(List.of("-"), new ManifestOptions("shop", false,
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), notes::add));
    }

    private String refs(String text) {
        return read(text).resources().stream().map(Resource::ref).map(Object::toString).collect(Collectors.joining(", "));
    }

    private String error(String text) {
        UserError e = assertThrows(UserError.class, () -> read(text));
        assertEquals(UserError.BAD_INPUT, e.exitCode());
        return e.getMessage();
    }

    private static String object(String kind, String metadata) {
        return "apiVersion: v1\nkind: %s\nmetadata: %s\n---\n".formatted(kind, metadata);
    }

    @Test
    void namespaces_are_filled_in_as_the_kind_demands() {
        assertEquals("Service shop/a, Service b/c, Namespace d, Widget e, Widget f/g", refs(object("Service", "{name: a}")
                + object("Service", "{name: c, namespace: b}") + object("Namespace", "{name: d, namespace: x}")
                + object("Widget", "{name: e}") + object("Widget", "{name: g, namespace: f}")));
        assertEquals(List.of(), notes);
    }

    @Test
    void a_namespace_or_name_of_another_type_is_taken_as_it_can_be() {
        assertEquals("Service shop/1, Service 2/true, Service shop/a, Service shop/b", refs(object("Service", "{name: 1}")
                + object("Service", "{name: yes, namespace: 2}") + object("Service", "{name: a, namespace: [x]}")
                + object("Service", "{name: b, namespace: }")));
    }

    @Test
    void lists_and_arrays_are_unpacked_with_the_type_of_the_list() {
        assertEquals("Service shop/a, Service shop/b, Service shop/c, Service shop/d, Service shop/e", refs("""
                {"apiVersion": "v1", "kind": "ServiceList", "metadata": {}, "items": [{"metadata": {"name": "a"}},
                  {"kind": "Service", "apiVersion": "v1", "metadata": {"name": "b"}}]}
                {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "List", "items": [
                  {"kind": "Service", "apiVersion": "v1", "metadata": {"name": "c"}}]}]}
                [{"kind": "Service", "apiVersion": "v1", "metadata": {"name": "d"}},
                 {"kind": "Service", "apiVersion": "v1", "metadata": {"name": "e"}}]
                """));
        assertEquals(List.of(), notes);
    }

    @Test
    void an_object_whose_kind_only_ends_in_list_is_an_object() {
        assertEquals("AllowList a", refs(object("AllowList", "{name: a}\nitems: [b]")));
    }

    @Test
    void an_item_keeps_its_place_in_the_text() {
        Resource resource = read("apiVersion: v1\nkind: ServiceList\nitems:\n- metadata:\n    name: a\n").resources().getFirst();
        assertEquals(new Mark(4, 3), resource.root().mark());
        assertEquals(new Mark(5, 11), resource.root().get("metadata").get("name").mark());
        assertEquals("    name: a", ((Origin.File) resource.origin()).text().line(5));
    }

    @Test
    void the_last_of_two_equal_objects_counts_and_both_places_are_told() {
        List<Resource> resources = read("""
                apiVersion: networking.istio.io/v1beta1
                kind: VirtualService
                metadata: {name: a, labels: {v: "1"}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: a}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: a, namespace: shop, labels: {v: "2"}}
                """).resources();
        assertEquals(List.of("Service", "VirtualService"), resources.stream().map(r -> r.ref().kind()).toList());
        assertEquals("2", resources.get(1).labels().get("v"));
        assertEquals(List.of("VirtualService shop/a is in the input twice, standard input:1 and standard input:9; the last one counts"),
                notes);
    }

    @Test
    void many_equal_objects_are_not_told_one_by_one() {
        read(object("Service", "{name: a}").repeat(100));
        assertEquals(6, notes.size());
        assertEquals("94 more objects are in the input more than once; the last one counts", notes.getLast());
    }

    @Test
    void what_is_no_object_is_noted_once_per_file_with_what_it_was_taken_for() {
        read(object("Service", "{name: a}") + "replicas: 2\n---\n[1, 2]\n---\n");
        assertEquals(List.of("standard input: 2 documents are no Kubernetes objects (line 5: taken for data without"
                + " apiVersion and kind); not checked"), notes);
    }

    @Test
    void every_stranger_has_a_name() {
        assertEquals("kind Service without metadata.name", taken("a.yaml", "{apiVersion: v1, kind: Service}"));
        assertEquals("kind Service without metadata.name",
                taken("a.yaml", "{apiVersion: v1, kind: Service, metadata: {name: [a]}}"));
        assertEquals("kind Service without metadata.name", taken("a.yaml", "{apiVersion: v1, kind: Service, metadata: x}"));
        assertEquals("kind Job with metadata.generateName instead of a name",
                taken("a.yaml", "{apiVersion: batch/v1, kind: Job, metadata: {generateName: a-}}"));
        assertEquals("kind Service without apiVersion", taken("a.yaml", "{kind: Service, metadata: {name: a}}"));
        assertEquals("an object without kind", taken("a.yaml", "{apiVersion: v1, metadata: {name: a}}"));
        assertEquals("a Helm chart's description", taken("x/Chart.yaml", "{apiVersion: v2, name: a, version: 1.0.0}"));
        assertEquals("Helm values", taken("x/values-prod.yaml", "{replicas: 2}"));
        assertEquals("a Kustomization, which kubectl kustomize renders", taken("kustomization.yaml", "{resources: [a.yaml]}"));
        assertEquals("a kubeconfig", taken("config", "{apiVersion: v1, kind: Config, clusters: [{name: a}]}"));
        assertEquals("a list", taken("a.yaml", "[1]"));
        assertEquals("a single text", taken("a.yaml", "hello"));
    }

    private String taken(String file, String yaml) {
        return NoObject.takenFor(file, YamlReader.read(file, yaml).getFirst().root()).orElseThrow();
    }

    @Test
    void an_input_without_objects_is_an_error() {
        assertEquals("no Kubernetes objects in standard input", error("a: b\n"));
        assertEquals("no Kubernetes objects in standard input", error("apiVersion: v1\nkind: List\nitems: []\n"));
        assertEquals("no Kubernetes objects in standard input", error("# nothing\n---\n"));
        assertEquals("standard input is empty; pipe manifests into -f -", error(" \n"));
        assertEquals("standard input is empty; pipe manifests into -f -", error(""));
    }

    @Test
    void a_template_is_told_to_be_rendered_first() {
        for (String template : List.of("{{- if .Values.x }}\na: b\n{{- end }}\n", "a:\n  name: {{ .Release.Name }}-web\n",
                "a: {{ .Values.a }}\n")) {
            assertTrue(error(template).endsWith("; the file holds template braces ({{ }}): render it first"
                    + " (helm template ... | istio-doctor check -f -)"), error(template));
        }
    }

    @Test
    void template_braces_in_valid_yaml_are_no_matter() {
        assertEquals("Service shop/a", refs(object("Service", "{name: a, annotations: {t: '{{ .x }}'}}")));
    }

    @Test
    void a_snapshot_of_manifests_is_not_live() {
        Snapshot snapshot = read(object("Service", "{name: a}"));
        assertFalse(snapshot.live());
        assertEquals("shop", snapshot.defaultNamespace());
    }

    @Test
    void lines_of_a_large_file_are_read_again_and_not_from_another_file(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.yaml");
        String secret = "apiVersion: v1\ndata:\n  password: aHVudGVyMg==\nkind: Secret\nmetadata:\n  name: s\n---\n";
        String written = object("Service", "{name: a}") + ("# " + "x".repeat(80) + "\n").repeat(30_000) + secret.repeat(9_000)
                + object("Service", "{name: b}");
        Files.writeString(file, written);
        Resource last = ManifestSource.read(List.of(file.toString()), new ManifestOptions("shop", false, InputStream.nullInputStream(),
                notes::add)).resources().getLast();
        SourceText text = ((Origin.File) last.origin()).text();
        int line = last.root().get("kind").mark().line();
        assertEquals(written.lines().count() - 2, line);
        assertEquals("kind: Service", text.line(line));
        assertEquals("metadata: {name: b}", text.line(line + 1));
        assertEquals("kind: Service", text.line(2));
        assertEquals("", text.line(line - 6), "a Secret's line");
        Files.writeString(file, written.replace("name: b", "name: c"));
        assertEquals("kind: Service", text.line(2), "a part that is as it was");
        assertEquals("", text.line(line));
        Files.delete(file);
        assertEquals("", text.line(2));
    }
}
