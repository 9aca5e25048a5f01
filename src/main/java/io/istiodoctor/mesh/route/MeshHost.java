package io.istiodoctor.mesh.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The VirtualServices that have one host for the proxies of the mesh, the oldest first: each proxy follows only one of those it sees. */
final class MeshHost {
    private final List<VirtualService> all = new ArrayList<>();
    private final List<VirtualService> everywhere = new ArrayList<>();
    private final Map<String, List<VirtualService>> byNamespace = new HashMap<>();

    void add(VirtualService v) {
        if (v.sections().isEmpty()) {
            return;
        }
        all.add(v);
        if (v.audience().everywhere()) {
            everywhere.add(v);
        } else {
            v.audience().namespaces().forEach(n -> byNamespace.computeIfAbsent(n, any -> new ArrayList<>(1)).add(v));
        }
    }

    /** The oldest. */
    Optional<VirtualService> first() {
        return all.stream().findFirst();
    }

    /** The oldest other one with rules in the same section, where some proxy sees both. */
    Optional<VirtualService> rival(VirtualService v) {
        Stream<VirtualService> seenWith = v.audience().everywhere() ? all.stream()
                : Stream.concat(everywhere.stream(),
                        v.audience().namespaces().stream().flatMap(n -> byNamespace.getOrDefault(n, List.of()).stream()));
        return seenWith.filter(o -> o != v && !o.audience().nobody())
                .filter(o -> o.sections().stream().anyMatch(v.sections()::contains))
                .findFirst();
    }
}
