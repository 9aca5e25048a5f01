package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.base.HostPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The hosts that an egress listener of a Sidecar names: {@code ns/host}, {@code ./host}, {@code *}{@code /host}, and what {@code ~ns/host} takes out again
 * (hostClassification of Istio).
 */
final class ImportedHosts {
    private static final class Names {
        private final Set<String> exact = new HashSet<>();
        private final List<String> wildcards = new ArrayList<>();
        private final List<String> excluded = new ArrayList<>();

        boolean covers(String host) {
            return exact.contains(host) || wildcards.stream().anyMatch(w -> HostPattern.covers(w, host));
        }

        // A VirtualService's wildcard may be wider than what is imported.
        boolean overlaps(String host) {
            return covers(host) || HostPattern.isWildcard(host)
                    && Stream.concat(exact.stream(), wildcards.stream()).anyMatch(h -> HostPattern.overlap(h, host));
        }
    }

    private static final String ANY = "*";

    private final Map<String, Names> byNamespace = new HashMap<>();

    /** @param namespace that of the proxy, for which {@code .} stands */
    ImportedHosts(List<String> entries, String namespace) {
        for (String entry : entries) {
            int slash = entry.indexOf('/');
            if (slash >= 0 && entry.indexOf('/', slash + 1) < 0) {
                add(entry.substring(0, slash), entry.substring(slash + 1), namespace);
            }
        }
    }

    private void add(String written, String host, String namespace) {
        boolean exclusion = written.startsWith("~");
        String from = exclusion ? written.substring(1) : written;
        String owner = from.equals(".") ? namespace : exclusion && from.isEmpty() ? ANY : from;
        Names names = byNamespace.computeIfAbsent(owner, n -> new Names());
        if (exclusion) {
            names.excluded.add(host);
        } else if (HostPattern.isWildcard(host)) {
            names.wildcards.add(host);
        } else {
            names.exact.add(host);
        }
    }

    private Stream<Names> of(String namespace) {
        return Stream.of(namespace, ANY).distinct().flatMap(n -> Stream.ofNullable(byNamespace.get(n)));
    }

    private boolean excluded(String host, String owner) {
        return of(owner).anyMatch(n -> n.excluded.stream().anyMatch(e -> HostPattern.covers(e, host)));
    }

    /** Whether a host that an object of a namespace gives is imported. */
    boolean service(String host, String owner) {
        return !excluded(host, owner) && of(owner).anyMatch(n -> n.covers(host));
    }

    /** Whether the entries that import a host import another name of it as well: those that name its namespace, else those for all. */
    boolean alias(String alias, String host, String owner) {
        return of(owner).filter(n -> n.covers(host)).findFirst().filter(n -> n.covers(alias)).isPresent();
    }

    /**
     * Whether a VirtualService of a namespace is imported for one of its hosts.
     *
     * @param whole whether the host must be imported as a whole, as the Gateway API has it; else a part of it will do
     */
    boolean virtualService(List<String> hosts, String owner, boolean whole) {
        return hosts.stream().anyMatch(h -> !excluded(h, owner) && of(owner).anyMatch(n -> whole ? n.covers(h) : n.overlaps(h)));
    }
}
