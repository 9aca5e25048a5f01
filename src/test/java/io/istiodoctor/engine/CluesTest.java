package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.UserError;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests that are a part of something larger: what they lack is told only where what they hold speaks for a mistake. */
class CluesTest {
    private static final Examination RULES = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);
    /** The rules that tell something from clues. */
    private static final Set<String> FROM_CLUES = Set.of("virtual-service-gateway-not-found", "gateway-selector-matches-no-pod",
            "destination-host-not-found",
            "destination-rule-host-not-found", "credential-not-found", "destination-port-not-on-service", "destination-port-required");

    private static List<String> findings(List<String> inputs, String standardInput) {
        var options = new ManifestOptions("default", false, new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
                n -> {});
        Mesh mesh = Mesh.of(ManifestSource.read(inputs, options), Instant.parse("2026-11-20T00:00:00Z"));
        return RULES.run(mesh, new Scope.Everything()).findings().stream().filter(f -> f.severity() != Severity.INFO).map(CluesTest::line)
                .toList();
    }

    private static String line(Finding finding) {
        return finding.severity().label() + " " + finding.rule() + " " + finding.object() + ": " + finding.message();
    }

    static Stream<Path> healthy() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/healthy"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("healthy")
    void no_part_of_a_healthy_mesh_gives_an_alarm(Path file) throws IOException {
        List<String> documents = List.of(Files.readString(file).split("(?m)^---.*\n"));
        // That a Service or Gateway is missing beside others of its namespace is told, and is a mistake here.
        for (int left = 0; left < documents.size(); left++) {
            List<String> rest = new ArrayList<>(documents);
            rest.remove(left);
            List<String> told = documents.get(left).matches("(?s).*kind: (Service|Gateway).*") ? List.of()
                    : findings(List.of("-"), String.join("---\n", rest));
            assertEquals(List.of(), told.stream().filter(CluesTest::fromClues).toList(), file + " without\n" + documents.get(left));
        }
        for (String word : List.of("kind: Service\n", "kind: Gateway\n", "kind: Deployment\n", "kind: Secret\n", "kind: Pod\n",
                "istio-system", "istio-ingress")) {
            String rest = documents.stream().filter(d -> !d.contains(word)).collect(Collectors.joining("---\n"));
            List<String> told = rest.isBlank() ? List.of() : findings(List.of("-"), rest);
            assertEquals(List.of(), told.stream().filter(CluesTest::fromClues).toList(), file + " without all of " + word);
        }
    }

    private static boolean fromClues(String line) {
        return FROM_CLUES.contains(line.split(" ")[1]);
    }

    @Test
    void of_environments_that_are_copies_of_each_other_a_part_is_no_clue() {
        String all = environment("staging", true) + environment("prod", false);
        assertEquals(List.of(), findings(List.of("-"), all).stream().filter(CluesTest::fromClues).toList());
    }

    private static String environment(String name, boolean whole) {
        String gateway = """
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: %s}
                spec:
                  selector: {istio: ingressgateway}
                  servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*.example.com"], tls: {mode: SIMPLE, credentialName: public}}]
                """
                .formatted(name);
        return (whole ? gateway : "") + IntStream.range(0, 60)
                .mapToObj(
                        i -> """
                                ---
                                apiVersion: networking.istio.io/v1
                                kind: VirtualService
                                metadata: {name: app-%1$d, namespace: %2$s}
                                spec: {hosts: [app-%1$d.example.com], gateways: [public], http: [{route: [{destination: {host: app-%1$d, port: {number: 80}}}]}]}
                                ---
                                apiVersion: networking.istio.io/v1
                                kind: DestinationRule
                                metadata: {name: app-%1$d, namespace: %2$s}
                                spec: {host: app-%1$d, trafficPolicy: {loadBalancer: {simple: LEAST_REQUEST}}}
                                """
                                .formatted(i, name) + (!whole ? "" : """
                                        ---
                                        apiVersion: v1
                                        kind: Service
                                        metadata: {name: app-%1$d, namespace: %2$s}
                                        spec: {selector: {app: app-%1$d}, ports: [{name: http, port: 80}]}
                                        """.formatted(i, name)))
                .collect(Collectors.joining());
    }

    @Test
    void gateways_that_are_told_apart_by_their_labels_are_no_misspelling() {
        String gateways = Stream
                .of("ingressgateway-internal", "ingressgateway2", "ingress", "internal-ingressgateway", "egressgateway", "gateway", "shop")
                .map(label -> """
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: Gateway
                        metadata: {name: %1$s, namespace: shop}
                        spec: {selector: {istio: %1$s}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
                        """.formatted(label)).collect(Collectors.joining());
        assertEquals(List.of(), findings(List.of("-"), gateways).stream().filter(CluesTest::fromClues).toList());
    }

    @Test
    void istios_own_samples_give_no_alarm() throws IOException {
        Path modules = Path.of(System.getProperty("user.home"), "go/pkg/mod/istio.io");
        Assumptions.assumeTrue(Files.isDirectory(modules), "no sources of Istio in " + modules);
        List<Path> files;
        try (Stream<Path> below = Files.walk(modules)) {
            files = below.filter(p -> p.toString().matches(".*/istio@[^/]*/samples/.*\\.yaml")).sorted().toList();
        }
        Assumptions.assumeFalse(files.isEmpty(), "no samples in " + modules);
        List<String> readable = new ArrayList<>();
        for (Path file : files) {
            try {
                assertEquals(List.of(), findings(List.of(file.toString()), "").stream().filter(CluesTest::fromClues).toList(),
                        file::toString);
                readable.add(file.toString());
            } catch (UserError template) {
                // Helm's templates are no manifests.
            }
        }
        assertEquals(List.of(), findings(readable, "").stream().filter(CluesTest::fromClues).toList(), "all at once");
    }
}
