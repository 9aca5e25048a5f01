package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.source.Secrets;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ClusterRoles that come with the distribution hold every right that a reading uses, and not one more. */
class ClusterRoleTest {
    private static final Path FILE = Path.of("src/main/dist/rbac/clusterrole.yaml");
    private static final Pattern REQUEST = Pattern.compile(
            "/apis?(?:/(?<group>[^/?]+\\.[^/?]+|apps|batch))?/v[^/?]+(?:/namespaces/[^/?]+(?=/[a-z]))?/(?<plural>[a-z0-9]+)(?<name>/[^?]+)?(?:\\?.*)?");

    @TempDir
    Path folder;

    @Test
    void it_holds_exactly_the_rights_of_the_requests_of_a_reading() throws IOException {
        Set<String> used = new TreeSet<>();
        used.addAll(rightsOf(api -> {}));
        // Nothing may be listed in all namespaces, and EndpointSlices are not served: what is asked for then.
        used.addAll(rightsOf(api -> {
            Arrays.stream(Kind.values())
                    .forEach(kind -> kind.versions().forEach(v -> api.on(Paths.list(kind, v, ""), FakeApi.refused(403, "forbidden"))));
            List.of("default", "istio-system").forEach(namespace -> Kind.ENDPOINT_SLICE.versions()
                    .forEach(v -> api.on(Paths.list(Kind.ENDPOINT_SLICE, v, namespace), FakeApi.refused(403, "forbidden"))));
            api.on("/api/v1/services", FakeApi.list("", List.of()));
        }));
        assertEquals(granted(), used);
    }

    @Test
    void whoever_has_them_reads_everything() throws IOException {
        ApiServer server = ApiServer.shared();
        try {
            String token = server.serviceAccountToken("istio-system", "doctor", Map.of());
            server.bindClusterRoles(Json.yaml(Files.readString(FILE)), "istio-system", "doctor");
            Snapshot read = ClusterReader.read(ClusterConnection.open(server.withToken(token, "istio-system")),
                    new ReadRequest(Optional.empty(), true, ProgressListener.NONE));
            assertEquals(new Secrets.Lookup.Missing(), read.secrets().find(new Secrets.Name("istio-system", "none")));
            assertEquals(List.of(), read.unread());
        } finally {
            server.deleteAll();
        }
    }

    private Set<String> rightsOf(Consumer<FakeApi> spoiling) throws IOException {
        try (FakeApi api = new FakeApi()) {
            String groups = Arrays.stream(Kind.values()).filter(k -> !k.group().isEmpty())
                    .map(k -> "{\"metadata\": {\"name\": \"" + k.group()
                            + "\"}, \"versions\": [{\"version\": \"" + k.versions().getFirst() + "\", \"resources\": [{\"resource\": \""
                            + k.plural() + "\"}]}]}")
                    .collect(Collectors.joining(","));
            api.on("/apis", FakeApi.json("{\"kind\": \"APIGroupDiscoveryList\", \"items\": [" + groups + "]}"));
            spoiling.accept(api);
            Snapshot read = ClusterReader.read(api.connect(folder, "token: t"),
                    new ReadRequest(Optional.empty(), true, ProgressListener.NONE));
            read.secrets().find(new Secrets.Name("istio-system", "credential"));
            return api.requests.stream().filter(r -> !r.equals("/apis")).map(ClusterRoleTest::right).collect(Collectors.toSet());
        }
    }

    private static String right(String request) {
        Matcher parts = REQUEST.matcher(request);
        if (!parts.matches()) {
            throw new AssertionError(request);
        }
        return (parts.group("name") == null ? "list " : "get ") + parts.group("plural") + "."
                + Optional.ofNullable(parts.group("group")).orElse("");
    }

    private static Set<String> granted() throws IOException {
        Set<String> granted = new HashSet<>();
        YamlReader.read(FILE.toString(), Files.readString(FILE)).stream().flatMap(d -> d.root().get("rules").elements().stream())
                .forEach(rule -> texts(rule, "verbs").forEach(verb -> texts(rule, "resources")
                        .forEach(resource -> texts(rule, "apiGroups").forEach(group -> granted.add(verb + " " + resource + "." + group)))));
        return new TreeSet<>(granted);
    }

    private static Stream<String> texts(Node rule, String field) {
        return rule.get(field).elements().stream().map(n -> n.text().orElse(""));
    }
}
