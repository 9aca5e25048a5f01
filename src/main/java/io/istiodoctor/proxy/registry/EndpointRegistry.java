package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Endpoints by host and port: those that EndpointSlices name, where the input has them, else those that Kubernetes' own controllers would make of
 * the pods; of a ServiceEntry, its own.
 */
public final class EndpointRegistry {
    private final ServiceRegistry registry;
    private final boolean live;
    private final Pods pods;
    private final Map<String, List<Resource>> slices = new HashMap<>();
    private final Map<String, List<Resource>> workloadEntries = new HashMap<>();

    /** @param live whether this is a running cluster, where a template without a pod has none */
    public EndpointRegistry(Directory directory, ServiceRegistry registry, boolean live) {
        this.registry = registry;
        this.live = live;
        this.pods = new Pods(directory.workloads());
        directory.all(Kind.ENDPOINT_SLICE).forEach(s -> slices.computeIfAbsent(s.ref().namespace() + "/"
                + s.labels().getOrDefault("kubernetes.io/service-name", ""), any -> new ArrayList<>(1)).add(s));
        directory.all(Kind.WORKLOAD_ENTRY)
                .forEach(w -> workloadEntries.computeIfAbsent(w.ref().namespace(), n -> new ArrayList<>()).add(w));
    }

    /** Pods by name and address. */
    public Pods pods() {
        return pods;
    }

    /**
     * The endpoints of a host's port, those that are not ready among them: those of all objects of one namespace that give the host, whichever of them
     * counts, by the port's name (EndpointShards of Istio). Names that DNS resolves are found by the port's number.
     */
    public List<RegistryEndpoint> of(RegistryService service, RegistryPort port) {
        List<RegistryService> all = registry.together(service);
        return service.resolution().byName() ? byNumber(service, port) : all.size() == 1 ? single(service, port) : all.stream()
                .flatMap(s -> s.ports().stream().filter(p -> p.name().equals(port.name())).limit(1).flatMap(p -> single(s, p).stream()))
                .distinct().toList();
    }

    /**
     * The endpoints of a host's port as the youngest object sees them that gives the host in its namespace, has a port of this number, and finds any
     * (ServiceEndpointsByPort of Istio).
     */
    public List<RegistryEndpoint> byNumber(RegistryService service, RegistryPort port) {
        List<RegistryService> all = registry.together(service);
        return all.size() == 1 ? single(service, port)
                : all.stream().flatMap(s -> s.ports().stream()).filter(p -> p.number() == port.number())
                        .map(p -> found(all, p)).filter(e -> !e.isEmpty()).reduce((first, last) -> last).orElse(List.of());
    }

    // CopyEndpoints of Istio: those of Services by the port's name, those of ServiceEntries by its number.
    private List<RegistryEndpoint> found(List<RegistryService> all, RegistryPort port) {
        return all.stream().flatMap(s -> s.ports().stream()
                .filter(p -> s.kubernetes().isPresent() ? p.name().equals(port.name()) : p.number() == port.number()).limit(1)
                .flatMap(p -> single(s, p).stream())).distinct().toList();
    }

    private List<RegistryEndpoint> single(RegistryService service, RegistryPort port) {
        List<Resource> entries = workloadEntries.getOrDefault(service.namespace(), List.of());
        return service.kubernetes().map(s -> ofService(s, port, entries)).orElseGet(() -> EntryEndpoints.of(service, port, pods, entries));
    }

    private List<RegistryEndpoint> ofService(Service service, RegistryPort port, List<Resource> entries) {
        if (exportedToNobody(service)) {
            return List.of();
        }
        // The first port of a pool's Service stands for all of them (UseInferenceSemantics of Istio).
        List<RegistryEndpoint> found = service.picker().isEmpty() ? new ArrayList<>(ofPods(service, port.servicePort().orElseThrow()))
                : service.ports().stream().flatMap(p -> ofPods(service, p).stream()).collect(Collectors.toCollection(ArrayList::new));
        if (!service.selector().isEmpty()) {
            found.addAll(EntryEndpoints.selected(service.selector(), port, entries));
        }
        return List.copyOf(found);
    }

    // serviceNeedsPush of Istio; such a Service can still be the destination of a route in its own namespace.
    private static boolean exportedToNobody(Service service) {
        return Arrays.stream(service.resource().annotations().getOrDefault("networking.istio.io/exportTo", "").split(","))
                .anyMatch(n -> n.strip().equals("~"));
    }

    /** The endpoints to which Kubernetes itself leads a Service port. */
    public List<RegistryEndpoint> ofPods(Service service, ServicePort port) {
        List<Resource> own = slices.getOrDefault(service.qualifiedName(), List.of());
        if (!own.isEmpty()) {
            return own.stream().flatMap(s -> SliceEndpoints.of(s, port, pods).stream()).toList();
        }
        boolean unready = service.resource().spec().get("publishNotReadyAddresses").isTrue();
        List<Workload> running = service.pods();
        List<Workload> behind = !running.isEmpty() || live ? running : service.workloads().stream().filter(w -> w.replicas() > 0).toList();
        List<RegistryEndpoint> found = new ArrayList<>();
        for (Workload w : behind) {
            Optional<Long> target = port.targetOn(w);
            // A pod that tells of itself and has no address has no endpoint; a manifest tells nothing, and gets one.
            boolean addressed = w.template() || !w.podIP().isEmpty() || !live && w.takesTraffic();
            if (target.isPresent() && addressed) {
                found.add(new RegistryEndpoint(w.podIP(), target.get(), unready || w.template() || w.takesTraffic(), Optional.of(w),
                        w.labels(),
                        Pods.mutualTls(w), w.subdomain().equals(service.name()) ? w.hostname() : ""));
            }
        }
        return found;
    }
}
