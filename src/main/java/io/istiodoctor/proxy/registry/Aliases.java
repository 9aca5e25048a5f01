package io.istiodoctor.proxy.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ExternalName Services by the host that they stand for in the end (resolveServiceAliases of Istio). */
final class Aliases {
    private Aliases() {}

    static Map<String, List<String>> of(List<RegistryService> all) {
        List<RegistryService> found = all.stream().filter(s -> s.resolution() == Resolution.ALIAS)
                .sorted(Comparator.comparing(RegistryService::namespace).thenComparing(RegistryService::host)).toList();
        Map<String, String> next = new HashMap<>();
        found.forEach(s -> next.put(s.host(), s.externalName()));
        Map<String, List<String>> byTarget = new HashMap<>();
        found.forEach(s -> end(s.host(), next).ifPresent(t -> byTarget.computeIfAbsent(t, any -> new ArrayList<>()).add(s.host())));
        return byTarget;
    }

    // Aliases that go in a circle stand for nothing.
    private static Optional<String> end(String alias, Map<String, String> next) {
        Set<String> seen = new HashSet<>();
        String host = alias;
        while (next.containsKey(host)) {
            if (!seen.add(host)) {
                return Optional.empty();
            }
            host = next.get(host);
        }
        return Optional.of(host);
    }
}
