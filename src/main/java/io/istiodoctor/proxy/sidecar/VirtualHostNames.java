package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.proxy.registry.RegistryService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Gives each name to the first virtual host of a table that has it (buildVirtualHost and dedupeDomains of Istio). */
final class VirtualHostNames {
    private final HostDomains domains;
    private final ImportedHosts imported;
    private final long port;
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<String> full = new HashSet<>();

    /** @param port of the listener; 0 where clients speak to it as to an HTTP proxy, so that names carry their ports */
    VirtualHostNames(HostDomains domains, ImportedHosts imported, long port) {
        this.domains = domains;
        this.imported = imported;
        this.port = port;
    }

    /** Makes a host known that no abbreviation of another may take. */
    void known(String host, long hostPort) {
        full.add(host);
        full.add(host + ":" + hostPort);
    }

    /** The names of a host that is in no registry. */
    Optional<List<String>> plain(String host, long hostPort) {
        return free(host, hostPort, List.of(host), List.of());
    }

    /** The names of a host; empty where all are taken, or the host itself is. */
    Optional<List<String>> of(RegistryService service, long hostPort) {
        HostDomains.Domains own = domains.of(service, imported, port == 0 ? hostPort : 0);
        return free(service.host(), hostPort, own.all(), own.expanded());
    }

    // A proxy for HTTP takes names without a port for port 80 (mergeAllVirtualHosts).
    private Optional<List<String>> free(String host, long hostPort, List<String> names, List<String> expanded) {
        if (!hosts.add(host + ":" + hostPort)) {
            return Optional.empty();
        }
        List<String> free = new ArrayList<>();
        for (String name : names) {
            if (!(expanded.contains(name) && full.contains(name)) && taken.add(name.toLowerCase(Locale.ROOT))) {
                free.add(name);
            }
        }
        List<String> usable = port != 0 || hostPort == 80 ? free : free.stream().filter(n -> n.contains(":")).toList();
        return usable.isEmpty() ? Optional.empty() : Optional.of(usable);
    }
}
