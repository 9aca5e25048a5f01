package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.model.Kind;
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
    // SortServicesByCreationTime: here a ServiceEntry's host counts as its name.
    private static final Comparator<RegistryService> OLDEST_FIRST = Comparator
            .comparing((RegistryService s) -> s.resource().creationTimestamp().isEmpty())
            .thenComparing(s -> s.resource().creationTimestamp())
            .thenComparing(s -> s.kubernetes().isPresent() ? s.resource().ref().name() : s.host())
            .thenComparing(RegistryService::namespace);

    private final Directory directory;
    private final List<RegistryService> all;
    private final List<RegistryService> byAge;
    private final Map<String, List<RegistryService>> byHost = new HashMap<>();
    private final List<RegistryService> wildcards;
    private final Map<String, List<String>> aliases;

    public ServiceRegistry(Directory directory) {
        this.directory = directory;
        Stream<RegistryService> services = directory.services().stream().map(ServiceHosts::of);
        Stream<RegistryService> entries = directory.all(Kind.SERVICE_ENTRY).stream().sorted(Age.OLDEST_FIRST)
                .flatMap(e -> EntryHosts.of(e).stream());
        this.all = Stream.concat(services.sorted(Comparator.comparing(RegistryService::resource, Age.OLDEST_FIRST)), entries).toList();
        this.byAge = all.stream().sorted(OLDEST_FIRST).toList();
        this.wildcards = all.stream().filter(RegistryService::wildcard).toList();
        this.aliases = Aliases.of(all);
        all.forEach(s -> byHost.computeIfAbsent(s.host(), h -> new ArrayList<>(1)).add(s));
    }

    /** Every host: Services first, each kind by age. */
    public List<RegistryService> all() {
        return all;
    }

    /**
     * Every host that proxies of a namespace see, in the order in which istiod takes them: what is exported to some namespaces first, then what is
     * for everybody, each by age (servicesExportedToNamespace).
     */
    public List<RegistryService> visibleIn(String namespace) {
        return byAge.stream().filter(s -> visible(s, namespace)).sorted(Comparator.comparing(this::everywhere)).toList();
    }

    private boolean everywhere(RegistryService service) {
        return directory.audience(kind(service), service.resource()).everywhere();
    }

    /** Names of ExternalName Services that stand for a host, through others of their kind as well. */
    public List<String> aliases(String host) {
        return aliases.getOrDefault(host, List.of());
    }

    /** What has the host, anywhere: Services first, then the oldest ServiceEntry. A wildcard stands only for itself. */
    public List<RegistryService> find(String host) {
        return byHost.getOrDefault(host.toLowerCase(Locale.ROOT), List.of());
    }

    /** What has the host, or a wildcard that stands for it, anywhere. */
    public List<RegistryService> covering(String host) {
        return Stream
                .concat(find(host).stream(), wildcards.stream().filter(s -> !s.host().equals(host) && HostPattern.covers(s.host(), host)))
                .toList();
    }

    /** All of one namespace that have the host of this one, by age; hosts that are names of others apart. */
    List<RegistryService> together(RegistryService service) {
        return find(service.host()).stream().filter(s -> s.namespace().equals(service.namespace()) && s.resolution() != Resolution.ALIAS)
                .sorted(OLDEST_FIRST).toList();
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
        return directory.visible(kind(service), service.resource(), namespace);
    }

    private static Kind kind(RegistryService service) {
        return service.kubernetes().isPresent() ? Kind.SERVICE : Kind.SERVICE_ENTRY;
    }
}
