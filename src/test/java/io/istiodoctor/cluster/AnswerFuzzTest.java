package io.istiodoctor.cluster;

import io.istiodoctor.fuzz.Cases;
import io.istiodoctor.fuzz.Corpus;
import io.istiodoctor.fuzz.DamagedBytes;
import io.istiodoctor.fuzz.EveryCommand;
import io.istiodoctor.fuzz.Json;
import io.istiodoctor.fuzz.Mutant;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers of an API server with objects of any shape and texts with any damage, and kubeconfigs with any damage. */
@Timeout(3600)
class AnswerFuzzTest {
    /** An answer that is no JSON is asked for again, which takes seconds; these are seldom. */
    private static final int DAMAGED_SELDOM = 20;
    private static final String KUBECONFIG = """
            apiVersion: v1
            kind: Config
            current-context: test
            contexts:
            - name: test
              context: {cluster: test, user: test, namespace: shop}
            - {name: other, context: {cluster: plain, user: password}}
            clusters:
            - name: test
              cluster: {server: "https://127.0.0.1:6443", tls-server-name: kubernetes, insecure-skip-tls-verify: true, proxy-url: "http://u:p@127.0.0.1:3128"}
            - {name: plain, cluster: {server: "127.0.0.1:8080", certificate-authority-data: eA==}}
            users:
            - name: test
              user: {token: abc, as: jane, as-groups: [ops], as-user-extra: {reason: [test]}}
            - {name: password, user: {username: jane, password: secret}}
            """;

    @TempDir
    Path folder;

    @Test
    void objects_of_any_shape_in_answers_are_judged_and_followed() {
        Cases.run("structural mutations of the API server's answers", random -> {
            try (FakeApi api = new FakeApi()) {
                answers(random).forEach((kind, objects) -> kind.versions()
                        .forEach(version -> api.on(Paths.list(kind, version, ""), FakeApi.list("", objects))));
                api.on("/apis", FakeApi.json(discovery(random)));
                if (random.nextInt(DAMAGED_SELDOM) == 0) {
                    byte[] damaged = DamagedBytes
                            .of("{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"items\": [{\"metadata\": {\"name\": \"a\"}}]}", random);
                    api.on("/api/v1/pods", FakeApi.json(new String(damaged, StandardCharsets.ISO_8859_1)));
                }
                EveryCommand.run(
                        ClusterReader.read(api.connect(folder, ""), new ReadRequest(Optional.empty(), true, ProgressListener.NONE), 500),
                        random);
            }
        });
    }

    @Test
    void kubeconfigs_with_any_damage_are_read_or_refused() {
        Cases.run("mutations of a kubeconfig's bytes", random -> {
            Path file = Files.write(folder.resolve("kubeconfig"), DamagedBytes.of(KUBECONFIG, random));
            Optional<String> context = random.nextBoolean() ? Optional.empty() : Optional.of(random.nextBoolean() ? "other" : "test");
            ClusterConnection.open(new ConnectionOptions(Optional.of(file.toString()), context, Map.of()));
        });
    }

    private static Map<Kind, List<String>> answers(RandomGenerator random) {
        Map<Kind, List<String>> byKind = new EnumMap<>(Kind.class);
        Corpus.mesh(random).forEach(document -> Kind.of(document.text("apiVersion"), document.text("kind")).filter(k -> k != Kind.SECRET)
                .ifPresent(kind -> byKind.computeIfAbsent(kind, k -> new ArrayList<>())
                        .addAll(new Mutant(random, Corpus.mesh(random)).of(List.<Node>of(document)).stream().map(Json::of).toList())));
        return byKind;
    }

    /** Aggregated discovery that knows every kind, or something like it. */
    private static String discovery(RandomGenerator random) {
        String groups = Arrays.stream(Kind.values()).filter(k -> !k.group().isEmpty()).map(k -> "{\"metadata\": {\"name\": \"" + k.group()
                + "\"}, \"versions\": [{\"version\": \"" + k.versions().getFirst() + "\", \"resources\": [{\"resource\": \"" + k.plural()
                + "\"}]}]}")
                .collect(Collectors.joining(",\n"));
        Node whole = YamlReader.read("discovery", "{\"kind\": \"APIGroupDiscoveryList\", \"items\": [" + groups + "]}").getFirst().root();
        return Json.of(random.nextInt(4) == 0 ? new Mutant(random, Corpus.mesh(random)).of(List.of(whole)).getFirst() : whole);
    }
}
