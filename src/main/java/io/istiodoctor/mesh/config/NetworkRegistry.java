package io.istiodoctor.mesh.config;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A registry of services, as a rule a cluster, that the mesh's networks (meshNetworks of the ConfigMap istio) name as the source of endpoints. */
public final class NetworkRegistry implements Subject {
    /** Registries that istiod has without any remote cluster (pkg/config/analysis/analyzers/multicluster/meshnetworks.go). */
    private static final Set<String> BUILT_IN = Set.of("Kubernetes", "External", "Mock");

    private final Resource resource;
    private final String network;
    private final String registry;
    private final Set<String> clusters;
    private final Certainty absence;

    private NetworkRegistry(Resource resource, String network, String registry, Set<String> clusters, Certainty absence) {
        this.resource = resource;
        this.network = network;
        this.registry = registry;
        this.clusters = clusters;
        this.absence = absence;
    }

    /**
     * Those that a snapshot's mesh networks name.
     *
     * @param ownClusters what istiod's own cluster is called
     * @param ownClusterKnown whether istiod was read, which has that name
     */
    public static List<NetworkRegistry> of(Inventory inventory, Set<String> ownClusters, boolean ownClusterKnown) {
        Set<String> clusters = new HashSet<>(ownClusters);
        inventory.all(Kind.SECRET).stream().filter(s -> s.labels().getOrDefault("istio/multiCluster", "").equals("true"))
                .forEach(s -> clusters.addAll(s.root().get("data").fields().keySet()));
        // Secrets of a running cluster are never listed, so that a cluster which is not known may still be there.
        Certainty absence = inventory.live() ? Certainty.UNKNOWN
                : Stream.of(inventory.coverage(Kind.SECRET).absenceAnywhere(), ownClusterKnown ? Certainty.CERTAIN : Certainty.INFERRED)
                        .max(Comparator.naturalOrder()).orElseThrow();
        List<NetworkRegistry> found = new ArrayList<>();
        inventory.all(Kind.CONFIG_MAP).stream().filter(c -> c.ref().name().equals("istio")).forEach(
                c -> networks(c).fields().forEach((network, node) -> node.get("endpoints").elements().stream()
                        .flatMap(e -> e.get("fromRegistry").text().stream())
                        .forEach(r -> found.add(new NetworkRegistry(c, network, r, clusters, absence)))));
        return found;
    }

    private static Node networks(Resource config) {
        try {
            return YamlReader.read("ConfigMap istio", config.root().get("data").text("meshNetworks")).stream().map(Document::root)
                    .findFirst()
                    .orElse(Absent.ABSENT).get("networks");
        } catch (SyntaxError unreadable) {
            return Absent.ABSENT;
        }
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** The network. */
    @SeenByRules
    public String network() {
        return network;
    }

    /** The registry as written. */
    @SeenByRules
    public String registry() {
        return registry;
    }

    /** Whether istiod has it: by itself, or by a Secret for a remote cluster of that name. */
    @SeenByRules(certainty = "absence")
    public boolean known() {
        return BUILT_IN.contains(registry) || clusters.contains(registry);
    }

    /** What it means that no Secret for such a cluster is there: certain, inferred or unknown. */
    @SeenByRules
    public Certainty absence() {
        return absence;
    }
}
