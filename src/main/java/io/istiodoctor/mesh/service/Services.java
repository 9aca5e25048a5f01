package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.HostNames;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.DefaultGateway;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.mesh.workload.Workloads;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All Services and ServiceEntries, with the pods behind them. */
public final class Services {
    private final List<Service> all = new ArrayList<>();
    private final List<ServiceEntry> entries;
    private final Map<Workload, List<Service>> byWorkload = new IdentityHashMap<>();
    private final Map<Workload, Service> strayed = new IdentityHashMap<>();
    private final Registry registry;

    /**
     * The Services of a snapshot; those of gateways and of InferencePools that are assumed are among them.
     *
     * @param given what is around the Services of the input
     */
    public Services(Inventory inventory, HostNames names, MeshConfig config, Service.Surroundings given) {
        Map<String, List<Endpoint>> endpoints = endpoints(inventory);
        inventory.all(Kind.SERVICE).forEach(s -> add(s, names, endpoints, given));
        Service.Surroundings taken = given.assuming();
        Workloads workloads = given.workloads();
        boolean known = all.stream().anyMatch(s -> s.resource().ref().equals(DefaultGateway.service().ref()));
        if (workloads.gatewayAssumed() && !known) {
            add(DefaultGateway.service(), names, endpoints, taken);
        }
        workloads.managedAssumed().forEach(m -> add(m.service(), names, endpoints, taken));
        PoolService.missing(inventory, config).forEach(s -> add(s, names, endpoints, taken));
        this.entries = inventory.all(Kind.SERVICE_ENTRY).stream().map(ServiceEntry::new).toList();
        this.registry = new Registry(all, entries);
    }

    private void add(Resource resource, HostNames names, Map<String, List<Endpoint>> endpoints, Service.Surroundings surroundings) {
        String namespace = resource.ref().namespace();
        List<Workload> matched = surroundings.workloads().selected(namespace, Resource.texts(resource.spec().get("selector")));
        Service service = new Service(resource, names.service(resource.ref().name(), namespace), matched,
                endpoints.getOrDefault(resource.ref().qualifiedName(), List.of()), surroundings);
        all.add(service);
        service.meantElsewhere().ifPresent(w -> strayed.putIfAbsent(w, service));
        matched.forEach(w -> byWorkload.computeIfAbsent(w, any -> new ArrayList<>(1)).add(service));
    }

    private static Map<String, List<Endpoint>> endpoints(Inventory inventory) {
        Map<String, List<Endpoint>> found = new HashMap<>();
        inventory.all(Kind.ENDPOINT_SLICE).forEach(s -> add(found, s.ref().namespace() + "/"
                + s.label("kubernetes.io/service-name").orElse(""), Endpoint.ofSlice(s)));
        inventory.all(Kind.ENDPOINTS).forEach(e -> add(found, e.ref().qualifiedName(), Endpoint.ofEndpoints(e)));
        return found;
    }

    private static void add(Map<String, List<Endpoint>> found, String service, Stream<Endpoint> endpoints) {
        found.computeIfAbsent(service, s -> new ArrayList<>()).addAll(endpoints.toList());
    }

    /** Every Service, the assumed ones last. */
    public List<Service> all() {
        return List.copyOf(all);
    }

    /** The Services of the input. */
    public List<Service> read() {
        return all.stream().filter(s -> !s.assumed()).toList();
    }

    /** The ServiceEntries. */
    public List<ServiceEntry> entries() {
        return entries;
    }

    /** The Services in front of a workload. */
    public List<Service> of(Workload workload) {
        return byWorkload.getOrDefault(workload, List.of());
    }

    /** A Service of another namespace that selects nothing there, and has the labels of this workload as its selector. */
    public Optional<Service> strayedFrom(Workload workload) {
        return Optional.ofNullable(strayed.get(workload));
    }

    /** Services and ServiceEntries by name. */
    public Registry registry() {
        return registry;
    }
}
