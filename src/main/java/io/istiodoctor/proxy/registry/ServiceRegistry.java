package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All hosts of the mesh by name. */
public final class ServiceRegistry {
    private final Directory directory;
    private final List<RegistryService> all;
    private final Map<String, List<RegistryService>> byHost = new HashMap<>();

    public ServiceRegistry(Directory directory) {
        this.directory = directory;
        Stream<RegistryService> services = directory.services().stream().map(ServiceHosts::of);
        Stream<RegistryService> entries = directory.all(Kind.SERVICE_ENTRY).stream().sorted(Age.OLDEST_FIRST).flatMap(e -> EntryHosts.of(e).stream());
        this.all = Stream.concat(services.sorted(Comparator.comparing(RegistryService::resource, Age.OLDEST_FIRST)), entries).toList();
        all.forEach(s -> byHost.computeIfAbsent(s.host(), h -> new ArrayList<>(1)).add(s));
    }

    /** Every host: Services first, each kind by age. */
    public List<RegistryService> all() {
        return all;
    }

    /** What has the host, anywhere: Services first, then the oldest ServiceEntry. A wildcard stands only for itself. */
    public List<RegistryService> find(String host) {
        return byHost.getOrDefault(host.toLowerCase(Locale.ROOT), List.of());
    }

    /** What proxies of a namespace take the host to be: of several, a Service first, else the oldest. */
    public Optional<RegistryService> visible(String host, String namespace) {
        return find(host).stream().filter(s -> visible(s, namespace)).findFirst();
    }

    /** What proxies of a namespace take a route's destination to be: the one of the route's own namespace, where they see it, before all others. */
    public Optional<RegistryService> visible(String host, String namespace, String owner) {
        return find(host).stream().filter(s -> s.namespace().equals(owner) && visible(s, namespace)).findFirst()
                .or(() -> visible(host, namespace));
    }

    /** Whether proxies of a namespace see it (exportTo). */
    public boolean visible(RegistryService service, String namespace) {
        Resource resource = service.resource();
        return directory.visible(service.kubernetes().isPresent() ? Kind.SERVICE : Kind.SERVICE_ENTRY, resource, namespace);
    }
}
