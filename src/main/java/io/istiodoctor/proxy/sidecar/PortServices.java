package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The hosts of an egress listener that have a port, each with that port alone; of several objects for one host the last. */
final class PortServices {
    private final long port;
    private final Map<String, RegistryService> byHost = new TreeMap<>();

    /** @param port 0 for all ports of all hosts */
    PortServices(List<RegistryService> services, long port) {
        this.port = port;
        services.forEach(s -> onPort(s).ifPresent(t -> byHost.put(t.host(), t)));
    }

    private Optional<RegistryService> onPort(RegistryService service) {
        return port == 0 ? Optional.of(service) : service.port(port).map(p -> service.withPorts(List.of(p)));
    }

    /** 0 for all ports. */
    long port() {
        return port;
    }

    /** In the order of their hosts. */
    Collection<RegistryService> all() {
        return byHost.values();
    }

    Optional<RegistryService> find(String host) {
        return Optional.ofNullable(byHost.get(host));
    }

    /** Those that have this very host; where one of the two is a wildcard, those that it overlaps with. */
    List<RegistryService> overlapping(String host) {
        if (!HostPattern.isWildcard(host) && byHost.containsKey(host)) {
            return List.of(byHost.get(host));
        }
        return byHost.values().stream().filter(s -> (HostPattern.isWildcard(host) || s.wildcard()) && HostPattern.overlap(host, s.host()))
                .toList();
    }
}
