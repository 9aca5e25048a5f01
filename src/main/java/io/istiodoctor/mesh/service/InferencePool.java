package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An InferencePool to which an HTTPRoute leads, where istiod takes pools: pods of which an endpoint picker, a Service, names one for each request. */
public final class InferencePool implements Subject {
    /** The switch of istiod that makes it take pools. */
    public static final String SWITCH = "ENABLE_GATEWAY_API_INFERENCE_EXTENSION";

    private final Resource resource;
    private final Optional<Service> service;
    private final EndpointPicker picker;
    private final Optional<Service> asked;
    private final Certainty absence;

    private InferencePool(Resource resource, Optional<Service> service, Optional<Service> asked, Certainty absence) {
        this.resource = resource;
        this.service = service;
        this.picker = EndpointPicker.of(resource);
        this.asked = asked;
        this.absence = absence;
    }

    /** Those of which istiod makes a Service; none where it was not told to, or is not part of the input. */
    public static List<InferencePool> of(Inventory inventory, MeshConfig config, Registry registry) {
        return used(inventory, config).stream().map(p -> {
            String namespace = p.ref().namespace();
            return new InferencePool(p, registry.service(PoolService.name(p.ref().name()), namespace),
                    registry.service(EndpointPicker.of(p).name(), namespace), inventory.coverage(Kind.SERVICE).absenceIn(namespace));
        }).toList();
    }

    /** Pools that istiod takes: with a port of their picker, and an HTTPRoute that leads to them. */
    static List<Resource> used(Inventory inventory, MeshConfig config) {
        List<Resource> pools = inventory.all(Kind.INFERENCE_POOL);
        if (pools.isEmpty() || !config.environment(SWITCH).map("true"::equalsIgnoreCase).orElse(false)) {
            return List.of();
        }
        Set<String> named = inventory.all(Kind.HTTP_ROUTE).stream()
                .flatMap(r -> r.spec().get("rules").elements().stream().flatMap(rule -> rule.get("backendRefs").elements().stream())
                        .filter(InferencePool::isReference)
                        .map(b -> b.get("namespace").text().orElse(r.ref().namespace()) + "/" + b.text("name")))
                .collect(Collectors.toSet());
        return pools.stream().filter(p -> EndpointPicker.of(p).port() > 0 && named.contains(p.ref().qualifiedName())).toList();
    }

    private static boolean isReference(Node backend) {
        return backend.text("kind").equals("InferencePool") && backend.text("group").equals(Kind.INFERENCE_POOL.group());
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** The headless Service that istiod makes of it. */
    public Optional<Service> service() {
        return service;
    }

    /** The labels by which it chooses its pods. */
    @SeenByRules
    public Map<String, String> selector() {
        return Resource.texts(resource.spec().get("selector").get("matchLabels"));
    }

    /** Whether no pod carries its labels. */
    @SeenByRules(certainty = "podAbsence")
    public boolean choosesNothing() {
        return service.filter(s -> s.workloads().isEmpty() && !s.endpointsByHand()).isPresent();
    }

    /** What it means that no pod carries them: certain, inferred where manifests may lack the pods, or unknown. */
    @SeenByRules
    public Certainty podAbsence() {
        return service.map(Service::workloadAbsence).orElse(Certainty.UNKNOWN);
    }

    /** The workload whose pods come nearest to its labels, where none carries them. */
    @SeenByRules
    public Optional<Workload> nearestWorkload() {
        return service.flatMap(Service::nearestWorkload);
    }

    /** What that workload's pods carry under the keys of its labels, letter case aside; else all that they carry. */
    @SeenByRules
    public Map<String, String> nearestLabels() {
        return service.map(Service::nearestLabels).orElse(Map.of());
    }

    /** Its labels with the values of that workload; empty when that lacks one of the keys. */
    @SeenByRules
    public Map<String, String> nearestSelector() {
        return service.map(Service::nearestSelector).orElse(Map.of());
    }

    /** The name of the Service that is its endpoint picker. */
    @SeenByRules
    public String pickerName() {
        return picker.name();
    }

    /** The port at which the picker is asked. */
    @SeenByRules
    public long pickerPort() {
        return picker.port();
    }

    /** Whether proxies choose by themselves where the picker does not answer (failureMode FailOpen). */
    @SeenByRules
    public boolean failOpen() {
        return picker.failOpen();
    }

    /** The endpoint picker; empty where there is no Service of its name in the pool's namespace. */
    @SeenByRules(certainty = "pickerAbsence")
    public Optional<Service> picker() {
        return asked;
    }

    /** What it means that there is no picker: certain, inferred where manifests may lack it, or unknown. */
    @SeenByRules
    public Certainty pickerAbsence() {
        return asked.isPresent() ? Certainty.CERTAIN : absence;
    }

    /** Whether the picker has the port at which it is asked. */
    @SeenByRules
    public boolean pickerListens() {
        return asked.filter(s -> s.port(picker.port()).isPresent()).isPresent();
    }
}
