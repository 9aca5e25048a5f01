package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.istiodoctor.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What check calls an error on the way in, a trace meets as well: some URL of the mesh that worked before ends otherwise. */
class PlantedMistakesTest {
    /** What no URL from outside meets: it is for proxies of the mesh alone, or for clients that bring a token. */
    private static final Set<String> INSIDE = Set.of("virtual-service-host-conflict", "jwt-claim-route-without-authentication");
    /**
     * What no request of today meets: what proxies report, filters beside routes, pods that are made later, other clusters, ways that no URL of the mesh takes,
     * and certificates, which clients look at. What a request meets all the same does not belong here.
     */
    private static final Set<String> ASIDE = Set.of("envoy-filter-replace-misused", "envoy-filter-add-misused",
            "envoy-filter-remove-misused",
            "telemetry-selector-matches-no-workload", "telemetry-default-conflict", "telemetry-selector-conflict",
            "mesh-network-registry-unknown",
            "image-auto-without-injection", "pod-image-auto", "workload-port-reserved", "injection-label-invalid",
            "injection-revision-not-found",
            "injection-webhook-unreachable", "istiod-not-ready", "port-mtls-ineffective", "pod-not-captured", "waypoint-not-found",
            "gateway-not-programmed",
            "probe-needs-plain-text", "backend-tls-policy-invalid", "listener-certificate-expired");
    /** Requests that are made for a mistake: with a token, and for a path that a policy leaves to somebody else. */
    private static final Map<String, TraceRequest> MET_BY = Map.of("policy-provider-not-found",
            TraceRequest.parse("http://docs.example.com/opa/x", TraceRequest.Options.NONE),
            "jwks-unreachable", TraceRequest.parse("http://docs.example.com/", TraceRequest.Options.NONE,
                    RequestClient.of(Optional.empty(), Optional.of("https://login.example.com/a"), Optional.empty())));
    /** What Istio's validation or the API server refuses, so that no proxy is ever told of it. */
    private static final Set<String> REFUSED = Set.of("gateway-protocol-invalid", "host-wildcard-invalid", "node-port-conflict");
    private static final Map<String, Map<String, String>> OUTCOMES = new HashMap<>();

    @ParameterizedTest
    @CsvFileSource(resources = "/mistakes.csv", numLinesToSkip = 1, delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = 8192)
    void an_error_changes_how_some_url_ends(String file, String text, String mistake, String rule) throws IOException {
        String healthy = Files.readString(Path.of("src/test/resources/healthy", file));
        Map<String, String> before = OUTCOMES.computeIfAbsent(file, f -> outcomes(Meshes.of(healthy)));
        Meshes broken = Meshes.of(healthy.replace(text, mistake == null ? "" : mistake));
        boolean error = broken.diagnosis().findings().stream().anyMatch(f -> f.rule().equals(rule) && f.severity() == Severity.ERROR);
        assumeTrue(error && !INSIDE.contains(rule) && !REFUSED.contains(rule) && !before.isEmpty(),
                "nothing on the way in is certainly wrong");
        boolean met = before.entrySet().stream().anyMatch(e -> !e.getValue().equals(outcome(broken, e.getKey())))
                || MET_BY.containsKey(rule)
                        && !outcome(Meshes.of(healthy).trace(MET_BY.get(rule))).equals(outcome(broken.trace(MET_BY.get(rule))));
        assertEquals(!ASIDE.contains(rule), met, () -> rule + ": " + before.keySet());
    }

    private static Map<String, String> outcomes(Meshes mesh) {
        Map<String, String> outcomes = new HashMap<>();
        mesh.urls().stream().filter(row -> row.wanted().isEmpty()).forEach(row -> outcomes.put(row.url(), outcome(mesh, row.url())));
        return outcomes;
    }

    private static String outcome(Meshes mesh, String url) {
        return outcome(mesh.trace(url));
    }

    private static String outcome(Trace trace) {
        return trace.verdict() + " " + trace.expect() + " at "
                + trace.hops().stream().filter(h -> h.stage() == Stage.DESTINATION).findFirst().flatMap(Hop::object)
                        .map(Object::toString).orElse("nothing");
    }
}
