package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Kind;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a kind that was read in these namespaces alone (none: nowhere) makes of a trace, with its objects elsewhere gone. */
class ReadingGapsTest {
    private static final String HEALTHY = read(Path.of("src/test/resources/unread/shop.yaml"));
    private static final String URL = "http://shop.example.com/";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # kind            | read in           | verdict   | at          | as read
            SERVICE           |                   | UNKNOWN   | ENTRY       | UNKNOWN
            POD               |                   | UNKNOWN   |             | UNKNOWN
            ISTIO_GATEWAY     |                   | UNKNOWN   | GATEWAY     | UNKNOWN
            ISTIO_GATEWAY     | shop              | UNKNOWN   | GATEWAY     | REACHABLE
            ISTIO_GATEWAY     | shop istio-system | REACHABLE |             | REACHABLE
            VIRTUAL_SERVICE   |                   | UNKNOWN   | ROUTE       | UNKNOWN
            VIRTUAL_SERVICE   | shop istio-system | REACHABLE |             | REACHABLE
            VIRTUAL_SERVICE   | istio-system      | UNKNOWN   | ROUTE       | UNKNOWN
            HTTP_ROUTE        |                   | UNKNOWN   | ROUTE       | REACHABLE
            DESTINATION_RULE  |                   | UNKNOWN   | DESTINATION | UNKNOWN
            DESTINATION_RULE  | shop istio-system | REACHABLE |             | REACHABLE
            PEER_AUTHENTICATION |                 | UNKNOWN   | GATEWAY     | REACHABLE
            NETWORK_POLICY    |                   | UNKNOWN   | GATEWAY     | REACHABLE
            CRON_JOB          |                   | REACHABLE |             | REACHABLE
            TELEMETRY         |                   | REACHABLE |             | REACHABLE
            """)
    void of_a_healthy_mesh(Kind kind, String readIn, Verdict verdict, Stage at, Verdict asRead) {
        Trace trace = trace(HEALTHY, kind, readIn);
        assertEquals(verdict, trace.verdict(), trace::toString);
        assertTrue(at == null || trace.at().equals(Optional.of(at)), trace::toString);
        assertEquals(asRead, trace.asRead(), trace::toString);
        assertTrue(
                verdict != Verdict.UNKNOWN
                        || trace.hops().stream().anyMatch(h -> h.status() == HopStatus.UNKNOWN && h.message().contains("no right to it")),
                trace::toString);
        assertTrue(verdict != Verdict.UNKNOWN || trace.outcome().equals(Outcome.unknown()), trace::toString);
    }

    @ParameterizedTest
    @CsvSource({"POD,", "SERVICE,", "VIRTUAL_SERVICE,", "DESTINATION_RULE,", "PEER_AUTHENTICATION,", "CRON_JOB, BROKEN", "NODE, BROKEN"})
    void of_one_with_a_mistake_is_never_well(Kind kind, Verdict verdict) {
        Trace trace = trace(HEALTHY.replace("port: {number: 8000}", "port: {number: 8001}"), kind, null);
        assertTrue(Set.of(Verdict.BROKEN, Verdict.UNKNOWN).contains(trace.verdict()), trace::toString);
        assertTrue(verdict == null || trace.verdict() == verdict, trace::toString);
    }

    @ParameterizedTest
    @CsvSource({"SERVICE, true", "HTTP_ROUTE, true", "NETWORK_POLICY, true", "CRON_JOB, false", "TELEMETRY, false"})
    void what_decides_on_ways_is_told(Kind kind, boolean told) {
        assertEquals(told, ReadingGaps.unread(mesh(HEALTHY, kind, null)).stream().anyMatch(u -> u.reason().equals("no right to it")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Trace trace(String manifests, Kind kind, String readIn) {
        Mesh mesh = mesh(manifests, kind, readIn);
        return new Tracer(mesh, Proxies.of(mesh), new Diagnosis(List.of(), List.of(), List.of(), 0, 0))
                .trace(TraceRequest.parse(URL, TraceRequest.Options.NONE));
    }

    private static Mesh mesh(String manifests, Kind kind, String readIn) {
        Set<String> namespaces = readIn == null ? Set.of() : Arrays.stream(readIn.split(" ")).collect(Collectors.toSet());
        Snapshot whole = ManifestSource.read(List.of("-"), new ManifestOptions("default", true,
                new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)), n -> {}));
        Map<Kind, Coverage> coverage = new EnumMap<>(whole.coverage());
        coverage.put(kind, namespaces.isEmpty() ? Coverage.None.failed("no right to it", Optional.empty())
                : new Coverage.Namespaces(namespaces, "no right to it", Optional.empty()));
        return Mesh
                .of(new Snapshot(whole.resources().stream()
                        .filter(r -> !Kind.of(r.ref().apiVersion(), r.ref().kind()).equals(Optional.of(kind))
                                || namespaces.contains(r.ref().namespace()))
                        .toList(), coverage, whole.secrets(), true, "default"), Instant.now());
    }
}
