package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;

/** Hosts outside Kubernetes' own registry. */
public final class ServiceEntry implements Subject, RegistryHost {
    private final Resource resource;
    private final List<String> hosts;
    private final List<Long> portNumbers;

    ServiceEntry(Resource resource) {
        this.resource = resource;
        this.hosts = resource.spec().get("hosts").elements().stream().flatMap(h -> h.text().stream()).toList();
        this.portNumbers = resource.spec().get("ports").elements().stream().flatMap(p -> p.get("number").number().stream())
                .toList();
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** Its hosts as written; wildcards among them. */
    @SeenByRules
    public List<String> hosts() {
        return hosts;
    }

    @Override
    public String host() {
        return hosts.isEmpty() ? "" : hosts.getFirst();
    }

    @Override
    public List<Long> portNumbers() {
        return portNumbers;
    }

    /** Whether it names its endpoints, or labels to find them by. */
    @SeenByRules
    public boolean hasEndpoints() {
        return !resource.spec().get("endpoints").elements().isEmpty() || resource.spec().get("workloadSelector").isPresent();
    }

    /** Whether it finds its endpoints by labels of pods and WorkloadEntries. */
    @SeenByRules
    public boolean selective() {
        return resource.spec().get("workloadSelector").isPresent();
    }

    /** The labels of each endpoint that it names. */
    public List<Map<String, String>> endpointLabels() {
        return resource.spec().get("endpoints").elements().stream().map(e -> Resource.texts(e.get("labels"))).toList();
    }

    /** Whether DNS tells where requests for its hosts go, and they are outside of the mesh. */
    @SeenByRules
    public boolean external() {
        return resolution().startsWith("DNS") && !hasEndpoints() && outside();
    }

    /** Whether its hosts are outside of the mesh. */
    public boolean outside() {
        return !resource.spec().text("location").equals("MESH_INTERNAL");
    }

    /** Whether one of its hosts stands for many; those cannot be resolved by DNS. */
    @SeenByRules
    public boolean wildcard() {
        return hosts.stream().anyMatch(HostPattern::isWildcard);
    }

    /** NONE, STATIC, DNS or DNS_ROUND_ROBIN. */
    @SeenByRules
    public String resolution() {
        String resolution = resource.spec().text("resolution");
        return resolution.isEmpty() ? "NONE" : resolution;
    }
}
