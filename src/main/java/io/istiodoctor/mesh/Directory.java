package io.istiodoctor.mesh;

import io.istiodoctor.mesh.base.HostNames;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.config.Audience;
import io.istiodoctor.mesh.config.Visibility;
import io.istiodoctor.mesh.network.ClusterNode;
import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.service.Registry;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServiceEntry;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.mesh.workload.Workloads;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is looked up in the mesh by name, and objects that have no type of their own there. */
public final class Directory {
    private final Inventory inventory;
    private final Registry registry;
    private final Visibility visibility;
    private final HostNames names;
    private final List<ClusterNode> nodes;
    private final Workloads workloads;
    private final Services services;
    private final CredentialStore credentials;
    private Optional<Map<String, List<Resource>>> byName = Optional.empty();

    Directory(Inventory inventory, HostNames names, Visibility visibility, Workloads workloads, Services services,
            CredentialStore credentials,
            List<ClusterNode> nodes) {
        this.inventory = inventory;
        this.names = names;
        this.visibility = visibility;
        this.workloads = workloads;
        this.services = services;
        this.registry = services.registry();
        this.credentials = credentials;
        this.nodes = nodes;
    }

    /** The objects of a kind as they were read, in the order of the input. */
    public List<Resource> all(Kind kind) {
        return inventory.all(kind);
    }

    /** The objects of a name, of all kinds and namespaces. */
    public synchronized List<Resource> named(String name) {
        if (byName.isEmpty()) {
            byName = Optional.of(inventory.snapshot().resources().stream().collect(Collectors.groupingBy(r -> r.ref().name())));
        }
        return byName.get().getOrDefault(name, List.of());
    }

    /** The cluster's machines; empty when they are not part of the input. */
    public List<ClusterNode> nodes() {
        return nodes;
    }

    /** Pods and pod templates, those taken for granted among them. */
    public List<Workload> workloads() {
        return workloads.all();
    }

    /** Services, those taken for granted among them. */
    public List<Service> services() {
        return services.all();
    }

    /** Secrets, each read when it is asked for. */
    public CredentialStore credentials() {
        return credentials;
    }

    /** What is known of pods and pod templates together. */
    public Coverage workloadCoverage() {
        return workloads.coverage();
    }

    /** What is known of a kind. */
    public Coverage coverage(Kind kind) {
        return inventory.coverage(kind);
    }

    /** The namespaces whose proxies see an object (exportTo). */
    public Audience audience(Kind kind, Resource resource) {
        return visibility.audience(kind, resource);
    }

    /** The full name that a host means to objects of a namespace; lower case. */
    public String hostOf(String written, String namespace) {
        return names.resolve(written, namespace);
    }

    /** The full name of a Service. */
    public String hostOfService(String name, String namespace) {
        return names.service(name, namespace);
    }

    /** The Service with this full name. */
    public Optional<Service> service(String host) {
        return registry.find(host).stream().flatMap(h -> h instanceof Service s ? Optional.of(s).stream() : null).findFirst();
    }

    /** The ServiceEntry with this host, wildcards aside. */
    public Optional<ServiceEntry> serviceEntry(String host) {
        return registry.find(host).stream().flatMap(h -> h instanceof ServiceEntry e ? Optional.of(e).stream() : null)
                .findFirst();
    }

    /** "name.namespace" of Services that someone may have meant who wrote these, the likeliest first; at most three. */
    public List<String> servicesLike(String name, String namespace) {
        var elsewhere = registry.servicesNamed(name).stream();
        var alike = Nearest.name(name, registry.servicesIn(namespace).stream().map(Service::name).toList()).stream()
                .flatMap(n -> registry.service(n, namespace).stream());
        return Stream.concat(elsewhere, alike).map(s -> s.name() + "." + s.namespace()).distinct().limit(3)
                .toList();
    }

    /** What it means that an object of the kind is not in a namespace. */
    public Certainty absence(Kind kind, String namespace) {
        return inventory.coverage(kind).absenceIn(namespace);
    }

    /** What it means that an object of the kind is nowhere. */
    public Certainty absence(Kind kind) {
        return inventory.coverage(kind).absenceAnywhere();
    }

    /** Whether proxies of a namespace see an object that can be kept to some (exportTo). */
    public boolean visible(Kind kind, Resource resource, String namespace) {
        return visibility.visible(kind, resource, namespace);
    }
}
