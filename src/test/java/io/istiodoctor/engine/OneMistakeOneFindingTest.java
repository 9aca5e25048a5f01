package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Severity;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * One mistake in a mesh that works gives findings of one rule: what follows from it is not told again. A line of the table changes a text of
 * the mesh, everywhere where it stands, and names the rule. A rule that only informs is the only one that informs of what was not told of the mesh before.
 */
class OneMistakeOneFindingTest {
    private static final Examination EXAMINATION = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);

    /** Rules without a line in the table: their mistakes need more than a changed text, or are cases of rules' own tests alone. None may be added. */
    private static final Set<String> NOT_PLANTED = Set.of(
            "api-version-removed", "certificate-expired", "certificate-expiring", "certificate-file-not-mounted",
            "certificate-host-mismatch",
            "certificate-key-mismatch", "certificate-shared-by-gateways", "configuration-of-other-revision", "credential-invalid",
            "credential-name-reserved", "dashboard-exposed-without-authentication", "destination-bypasses-gateway",
            "destination-not-exported",
            "envoy-filter-operation-relative", "external-address-conflict", "external-control-plane-address-is-ip",
            "external-ip-is-node-address",
            "external-name-port-name-invalid", "gateway-outside-workload-namespace", "gateway-port-reserved",
            "gateway-selects-several-workloads",
            "gateway-server-without-route", "gateway-service-not-external", "gateway-service-without-ready-pod", "gateway-without-service",
            "headless-port-protocol-undeclared", "ingress-host-shared", "ingress-ignored-by-istio", "ingress-secret-not-found",
            "jwks-fetch-unrestricted",
            "load-balancer-address-not-on-node-network", "load-balancer-health-port-missing", "load-balancer-status-written-by-hand",
            "load-balancer-tls-mismatch", "local-traffic-policy-without-local-pod", "match-ineffective", "metallb-configuration-ignored",
            "mtls-not-accepted-by-server", "namespace-injected-by-default", "namespace-not-injected", "node-port-conflict",
            "plaintext-to-https-backend",
            "pod-without-proxy", "policy-ineffective", "policy-needs-mtls", "port-bound-to-localhost", "port-name-not-conventional",
            "redirect-without-https-server", "server-certificate-not-verified", "server-certificate-not-verified-on-port",
            "server-first-protocol-undeclared", "service-port-protocol-mismatch", "service-ports-conflict-on-workload",
            "service-without-ready-pod",
            "subset-ineffective-at-gateway", "tcp-route-ignored", "tls-originated-twice", "virtual-service-references-internal-gateway",
            "virtual-service-short-host-at-gateway", "workload-selector-mismatch");

    @Test
    void every_other_rule_has_a_mistake_in_the_table() throws IOException {
        Set<String> planted = Pattern.compile("\\| ([a-z0-9-]+)$", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("src/test/resources/mistakes.csv"))).results()
                .map(m -> m.group(1)).collect(Collectors.toSet());
        assertEquals(new TreeSet<>(NOT_PLANTED),
                RuleSet.load(List.of(Path.of("rules"))).rules().stream().map(Rule::name).filter(r -> !planted.contains(r))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/mistakes.csv", numLinesToSkip = 1, delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = 8192)
    void a_mistake_is_told_once(String file, String text, String mistake, String rule) throws IOException {
        String mesh = Files.readString(Path.of("src/test/resources/healthy", file));
        assertTrue(mesh.contains(text), () -> file + " has no \"" + text + "\"");
        List<Finding> found = findings(mesh.replace(text, mistake == null ? "" : mistake));
        TreeSet<String> told = rules(found, f -> f.severity() != Severity.INFO);
        TreeSet<String> noted = rules(found, f -> f.severity() == Severity.INFO);
        if (noted.contains(rule)) {
            // What is only information is told of the mistake, and not of the mesh as it was.
            noted.removeAll(rules(findings(mesh), f -> f.severity() == Severity.INFO));
            told.addAll(noted);
        }
        assertEquals(new TreeSet<>(List.of(rule)), told, () -> text + " -> " + mistake);
    }

    private static TreeSet<String> rules(List<Finding> findings, Predicate<Finding> which) {
        return findings.stream().filter(which).map(Finding::rule).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Finding> findings(String manifests) {
        var options = new ManifestOptions("default", true, new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)), n -> {});
        Mesh mesh = Mesh.of(ManifestSource.read(List.of("-"), options), Instant.parse("2026-11-20T00:00:00Z"));
        return EXAMINATION.run(mesh, new Scope.Everything()).findings();
    }
}
