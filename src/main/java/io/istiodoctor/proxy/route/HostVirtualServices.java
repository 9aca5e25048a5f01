package io.istiodoctor.proxy.route;

import io.istiodoctor.mesh.base.HostPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Some VirtualServices, in their order, by their hosts. */
public final class HostVirtualServices {
    private final List<EffectiveVirtualService> all;
    private final Map<String, List<Integer>> exact = new HashMap<>();
    private final Map<String, List<Integer>> wildcards = new HashMap<>();

    public HostVirtualServices(List<EffectiveVirtualService> all) {
        this.all = List.copyOf(all);
        for (int i = 0; i < all.size(); i++) {
            for (String host : all.get(i).hosts()) {
                (HostPattern.isWildcard(host) ? wildcards : exact).computeIfAbsent(host, h -> new ArrayList<>(1)).add(i);
            }
        }
    }

    /** All of them. */
    public List<EffectiveVirtualService> all() {
        return all;
    }

    /** Those of which a host overlaps with this one (getConfigsForHost of Istio). */
    public List<EffectiveVirtualService> overlapping(String host) {
        SortedSet<Integer> found = new TreeSet<>(exact.getOrDefault(host, List.of()));
        wildcards.forEach((pattern, indices) -> {
            if (HostPattern.overlap(pattern, host)) {
                found.addAll(indices);
            }
        });
        if (HostPattern.isWildcard(host)) {
            exact.forEach((name, indices) -> {
                if (HostPattern.covers(host, name)) {
                    found.addAll(indices);
                }
            });
        }
        return found.stream().map(all::get).toList();
    }

    /** The one with the most specific host that covers this one; of several with the same, the first (MostSpecificHostMatch of Istio). */
    public Optional<EffectiveVirtualService> mostSpecific(String host) {
        List<Integer> same = (HostPattern.isWildcard(host) ? wildcards : exact).getOrDefault(host, List.of());
        return (same.isEmpty() ? wildcards.keySet().stream().filter(w -> HostPattern.covers(w, host)).max(HostPattern.BY_SPECIFICITY)
                .flatMap(w -> wildcards.get(w).stream().findFirst()) : same.stream().findFirst()).map(all::get);
    }
}
