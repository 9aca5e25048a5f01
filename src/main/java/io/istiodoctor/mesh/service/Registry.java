package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.HostPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every host that a destination can mean, by name. */
public final class Registry {
    private final Map<String, List<RegistryHost>> byHost = new HashMap<>();
    private final Map<String, TreeMap<String, Service>> servicesByName = new HashMap<>();
    private final Map<String, TreeMap<String, Service>> servicesByNamespace = new HashMap<>();
    private final List<String> wildcards = new ArrayList<>();

    Registry(List<Service> services, List<ServiceEntry> entries) {
        for (Service s : services) {
            add(s.host(), s);
            servicesByName.computeIfAbsent(s.name(), n -> new TreeMap<>()).put(s.namespace(), s);
            servicesByNamespace.computeIfAbsent(s.namespace(), n -> new TreeMap<>()).put(s.name(), s);
        }
        for (ServiceEntry e : entries) {
            for (String host : e.hosts()) {
                if (HostPattern.isWildcard(host)) {
                    wildcards.add(host);
                } else {
                    add(host, e);
                }
            }
        }
    }

    private void add(String host, RegistryHost meant) {
        byHost.computeIfAbsent(host.toLowerCase(Locale.ROOT), h -> new ArrayList<>(1)).add(meant);
    }

    /** What carries the host, Services first. A wildcard ServiceEntry carries no concrete host (E4). */
    public List<RegistryHost> find(String host) {
        return byHost.getOrDefault(host.toLowerCase(Locale.ROOT), List.of());
    }

    /** The namespaces of the Services and ServiceEntries that carry the host. */
    public List<String> namespaces(String host) {
        return find(host).stream().map(h -> switch (h) {
            case Service s -> s.namespace();
            case ServiceEntry e -> e.namespace();
        }).toList();
    }

    /** The wildcard host of a ServiceEntry that covers the host. */
    public Optional<String> wildcardFor(String host) {
        return wildcards.stream().filter(w -> HostPattern.covers(w, host)).findFirst();
    }

    /** The Service of a name and namespace. */
    public Optional<Service> service(String name, String namespace) {
        return Optional.ofNullable(servicesByName.getOrDefault(name, new TreeMap<>()).get(namespace));
    }

    /** Services of this name in any namespace, by namespace. */
    public List<Service> servicesNamed(String name) {
        return List.copyOf(servicesByName.getOrDefault(name, new TreeMap<>()).values());
    }

    /** The Services of a namespace, by name. */
    public List<Service> servicesIn(String namespace) {
        return List.copyOf(servicesByNamespace.getOrDefault(namespace, new TreeMap<>()).values());
    }
}
