package io.istiodoctor.mesh;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Snapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The snapshot's objects by kind, and what is known of each kind. */
final class Inventory {
    private final Snapshot snapshot;
    private final Map<Kind, List<Resource>> byKind = new EnumMap<>(Kind.class);

    Inventory(Snapshot snapshot) {
        this.snapshot = snapshot;
        for (Resource r : snapshot.resources()) {
            Kind.of(r.ref().apiVersion(), r.ref().kind()).ifPresent(
                    k -> byKind.computeIfAbsent(k, any -> new ArrayList<>()).add(r));
        }
    }

    Snapshot snapshot() {
        return snapshot;
    }

    List<Resource> all(Kind kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    Coverage coverage(Kind kind) {
        return snapshot.coverage(kind);
    }

    /** What is known of pods and pod templates together. */
    Coverage workloads() {
        if (snapshot.live() || coverage(Kind.POD) instanceof Coverage.Complete) {
            return coverage(Kind.POD) instanceof Coverage.Complete ? withTemplates() : coverage(Kind.POD);
        }
        Set<String> seen = new TreeSet<>();
        WorkloadReader.KINDS.forEach(k -> all(k).forEach(r -> seen.add(r.ref().namespace())));
        return seen.isEmpty() ? new Coverage.None("no pods and no workloads are part of the input")
                : new Coverage.Partial(seen, "the input may hold only some of the workloads");
    }

    // Pods alone do not tell of workloads that are scaled to zero.
    private Coverage withTemplates() {
        return Stream.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET).map(this::coverage)
                .filter(Coverage.None.class::isInstance).findFirst().<Coverage>map(c -> new Coverage.Nearly(c.reason()))
                .orElse(new Coverage.Complete());
    }

    /** What it means that no gateway pod matches, anywhere. */
    Certainty gatewayAbsence(List<Workload> gateways) {
        Certainty anywhere = workloads().absenceAnywhere();
        boolean noneToCompare = gateways.stream().allMatch(Workload::assumed);
        return anywhere == Certainty.INFERRED && noneToCompare ? Certainty.UNKNOWN : anywhere;
    }
}
