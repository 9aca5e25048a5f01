package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Severity;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What trace says and what check says of one mesh never contradict each other. */
class TraceAgreesWithCheckTest {
    /** A mistake and the rule that knows it. */
    enum Mistake {
        SELECTOR_CASE("gateway-selector-matches-no-pod"), GATEWAY_PORT("gateway-port-not-on-service"),
        REFERENCE("virtual-service-gateway-not-found"), HOST("virtual-service-host-not-in-gateway"),
        REGEX("regex-invalid"), DESTINATION("destination-host-not-found"), DESTINATION_PORT("destination-port-not-on-service"),
        SERVICE_SELECTOR("service-selector-matches-no-pod"), TARGET_PORT("target-port-not-declared"),
        TARGET_NAME("named-target-port-missing"), TEMPLATE("workload-selector-mismatch"), SECRET("credential-not-found");

        private final String rule;

        Mistake(String rule) {
            this.rule = rule;
        }

        boolean fits(SmallMesh m) {
            return (this != SECRET || m.tls()) && (this != HOST || !m.host().equals("*"));
        }

        SmallMesh plant(SmallMesh m) {
            return new SmallMesh(m.entry(), m.high(), m.tls(), this == SELECTOR_CASE ? "Istio: ingressgateway" : m.gatewaySelector(),
                    this == GATEWAY_PORT ? 8000 : m.gatewayPort(), this == HOST ? "other.example.org" : m.gatewayHost(),
                    this == REFERENCE ? "shopp" : m.reference(), m.host(), this == REGEX ? "regex: \"*\"" : m.match(),
                    this == DESTINATION ? "shop-v1" : m.destination(), this == DESTINATION_PORT ? 8080 : m.destinationPort(),
                    this == SERVICE_SELECTOR ? "shop-app" : m.serviceSelector(),
                    this == TARGET_PORT ? "8000" : this == TARGET_NAME ? "http" : m.targetPort(),
                    this == TEMPLATE ? "shop-app" : m.templateLabel(), this == SECRET ? "shop" : m.secretNamespace());
        }
    }

    @Provide
    Arbitrary<SmallMesh> healthy() {
        return Combinators.combine(Arbitraries.of("lb", "ip", "node"), Arbitraries.of(true, false), Arbitraries.of(true, false),
                Arbitraries.of("*", "shop.example.com", "*.example.com"),
                Arbitraries.of("", "prefix: /shop", "exact: /shop", "regex: /shop.*"), Arbitraries.of("8080", "web"))
                .as((entry, high, tls, host, match, port) -> SmallMesh.healthy(entry, high, tls, tls ? "shop.example.com" : host,
                        match, port));
    }

    @Property(tries = 60)
    void every_url_of_a_healthy_mesh_is_reachable(@ForAll("healthy") SmallMesh small) {
        Meshes mesh = Meshes.of(small.manifests());
        assertEquals(List.of(), grave(mesh));
        assertFalse(mesh.urls().isEmpty());
        for (UrlRow row : mesh.urls()) {
            Trace trace = mesh.trace(usable(row, small));
            assertEquals(Verdict.REACHABLE, trace.verdict(), () -> trace.toString());
        }
    }

    @Property(tries = 200)
    void one_mistake_is_told_by_both(@ForAll("healthy") SmallMesh small, @ForAll Mistake mistake) {
        if (!mistake.fits(small)) {
            return;
        }
        String url = usable(Meshes.of(small.manifests()).urls().getFirst(), small);
        Meshes broken = Meshes.of(mistake.plant(small).manifests()).withFindings();
        Trace trace = broken.trace(url);
        assertTrue(grave(broken).stream().anyMatch(f -> f.rule().equals(mistake.rule)), () -> mistake + ": " + grave(broken));
        assertTrue(trace.verdict() == Verdict.BROKEN || trace.verdict() == Verdict.SUSPECT, () -> mistake + ": " + trace);
        assertTrue(trace.findings().stream().anyMatch(f -> f.rule().equals(mistake.rule)), () -> mistake + ": " + trace);
        boolean error = trace.findings().stream().anyMatch(f -> f.severity() == Severity.ERROR);
        assertTrue(!error || trace.verdict() == Verdict.BROKEN, () -> mistake + ": " + trace);
    }

    // A regular expression has no path of its own that a URL could show.
    private static String usable(UrlRow row, SmallMesh small) {
        return small.match().startsWith("regex") ? row.url().replaceFirst("/$", "/shop/1") : row.url();
    }

    private static List<Finding> grave(Meshes mesh) {
        return mesh.diagnosis().findings().stream().filter(f -> f.severity() != Severity.INFO).toList();
    }
}
