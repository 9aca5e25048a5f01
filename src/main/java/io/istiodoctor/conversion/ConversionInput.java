package io.istiodoctor.conversion;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What istiod looks at when it converts: all objects, what it was told itself, and Secrets. */
public final class ConversionInput {
    private final Mesh mesh;
    private final Directory directory;
    private final Map<Kind, List<Resource>> seen = new EnumMap<>(Kind.class);
    private final Map<Kind, Map<String, Resource>> byName = new EnumMap<>(Kind.class);
    private Optional<Map<String, Set<String>>> entryHosts = Optional.empty();

    private ConversionInput(Mesh mesh) {
        this.mesh = mesh;
        this.directory = mesh.directory();
    }

    /** The input as a mesh has it. */
    public static ConversionInput of(Mesh mesh) {
        return new ConversionInput(mesh);
    }

    /** The objects of a kind that istiod sees, in the order of the input. */
    public List<Resource> all(Kind kind) {
        return seen.computeIfAbsent(kind, k -> k.namespaced()
                ? directory.all(k).stream().filter(r -> !mesh.excluded(r.ref().namespace())).toList() : directory.all(k));
    }

    /**
     * Looks an object up.
     *
     * @param namespace empty for kinds that are in none
     */
    public Presence find(Kind kind, String namespace, String name) {
        Resource found = byName.computeIfAbsent(kind, this::index).get(namespace + "/" + name);
        return found != null ? new Presence.Present(found) : kind.namespaced() ? others(kind, namespace)
                : new Presence.Absent(coverage(kind).absenceAnywhere(), coverage(kind).reason());
    }

    /** That there is no object of a kind in a namespace but those that were seen. */
    public Presence.Absent others(Kind kind, String namespace) {
        return new Presence.Absent(coverage(kind).absenceIn(namespace), coverage(kind).reason());
    }

    // Of a cluster's ConfigMaps only those are read that Istio itself is told by.
    private Coverage coverage(Kind kind) {
        return kind == Kind.CONFIG_MAP && mesh.live() ? new Coverage.None("ConfigMaps with certificates are not read from a cluster")
                : directory.coverage(kind);
    }

    private Map<String, Resource> index(Kind kind) {
        Map<String, Resource> index = new HashMap<>();
        all(kind).forEach(r -> index.put(r.ref().namespace() + "/" + r.ref().name(), r));
        return index;
    }

    /** The hosts of ServiceEntries, as written, with the namespaces of these. */
    public Map<String, Set<String>> entryHosts() {
        if (entryHosts.isEmpty()) {
            Map<String, Set<String>> hosts = new HashMap<>();
            all(Kind.SERVICE_ENTRY).forEach(e -> e.spec().get("hosts").elements().stream().flatMap(h -> h.text().stream())
                    .forEach(h -> hosts.computeIfAbsent(h, any -> new HashSet<>()).add(e.ref().namespace())));
            entryHosts = Optional.of(hosts);
        }
        return entryHosts.get();
    }

    /** All Services, those taken for granted among them. */
    public List<Service> services() {
        return directory.services();
    }

    /** The full name of a Service. */
    public String service(String name, String namespace) {
        return directory.hostOfService(name, namespace);
    }

    /** What the mesh was told. */
    public MeshConfig config() {
        return mesh.config();
    }

    /** Whether a switch of istiod is on. */
    public boolean enabled(String variable, boolean preset) {
        return config().environment(variable).map("true"::equalsIgnoreCase).orElse(preset);
    }

    /** Whether istiod itself, whose environment has its switches, is part of what was read. */
    public boolean istiodRead() {
        return mesh.workloads().stream().anyMatch(Workload::istiod);
    }

    /** Secrets. */
    public CredentialStore credentials() {
        return directory.credentials();
    }
}
