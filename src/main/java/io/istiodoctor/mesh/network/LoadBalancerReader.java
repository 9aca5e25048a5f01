package io.istiodoctor.mesh.network;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.network.LoadBalancers.AddressPool;
import io.istiodoctor.mesh.workload.Container;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds out who gives load balancers their addresses, from nodes and from MetalLB's configuration. */
final class LoadBalancerReader {
    private final Inventory inventory;
    private final List<Workload> workloads;
    private final Map<String, String> usersByAddress = new TreeMap<>();

    LoadBalancerReader(Inventory inventory, List<Workload> workloads) {
        this.inventory = inventory;
        this.workloads = workloads;
        inventory.all(Kind.SERVICE).forEach(s -> LoadBalancers.addresses(s)
                .forEach(a -> usersByAddress.putIfAbsent(a, s.ref().qualifiedName())));
    }

    LoadBalancers read() {
        List<AddressPool> pools = new ArrayList<>();
        inventory.all(Kind.IP_ADDRESS_POOL).forEach(p -> pools.add(pool(p.ref().name(), p.spec().get("addresses"))));
        if (pools.isEmpty()) {
            legacyConfiguration().ifPresent(c -> c.get("address-pools").elements()
                    .forEach(p -> pools.add(pool(p.text("name"), p.get("addresses")))));
        }
        boolean legacy = inventory.all(Kind.IP_ADDRESS_POOL).isEmpty();
        String resource = pools.isEmpty() ? "" : legacy ? "configmap config" : "ipaddresspool " + pools.getFirst().name();
        List<Container> controllers = workloads.stream().flatMap(w -> w.containers().stream())
                .filter(c -> c.image().contains("metallb/controller")).toList();
        boolean byClass = controllers.stream().flatMap(c -> c.args().stream()).anyMatch(a -> a.startsWith("--lb-class"));
        Certainty poolAbsence = inventory.coverage(Kind.IP_ADDRESS_POOL).absenceAnywhere();
        return new LoadBalancers(provider(!pools.isEmpty()), List.copyOf(pools), resource, byClass,
                poolAbsence == Certainty.CERTAIN && controllers.isEmpty() ? Certainty.INFERRED : poolAbsence);
    }

    // MetalLB before 0.13 reads a ConfigMap instead of IPAddressPools.
    private Optional<Node> legacyConfiguration() {
        return inventory.all(Kind.CONFIG_MAP).stream()
                .filter(c -> c.ref().qualifiedName().equals("metallb-system/config"))
                .flatMap(c -> c.root().get("data").get("config").text().stream()).findFirst().flatMap(LoadBalancerReader::parse);
    }

    private static Optional<Node> parse(String configuration) {
        try {
            return YamlReader.read("ConfigMap metallb-system/config", configuration).stream().map(Document::root).findFirst();
        } catch (SyntaxError unreadable) {
            return Optional.empty();
        }
    }

    private AddressPool pool(String name, Node addresses) {
        List<String> ranges = addresses.elements().stream().flatMap(a -> a.text().stream()).toList();
        List<Optional<AddressRange>> parsed = ranges.stream().map(AddressRange::parse).toList();
        long size = parsed.stream().allMatch(Optional::isPresent)
                ? parsed.stream().mapToLong(r -> r.orElseThrow().size()).reduce(0, LoadBalancerReader::add) : -1;
        List<String> users = usersByAddress.entrySet().stream()
                .filter(u -> parsed.stream().flatMap(Optional::stream).anyMatch(r -> r.contains(u.getKey())))
                .map(u -> u.getKey() + " by " + u.getValue()).toList();
        return new AddressPool(name, ranges, users, users.size(), size);
    }

    private static long add(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private String provider(boolean pools) {
        boolean metallb = pools || workloads.stream().anyMatch(w -> w.namespace().equals("metallb-system")
                || w.labels().getOrDefault("app", "").equals("metallb")
                || w.labels().getOrDefault("app.kubernetes.io/name", "").equals("metallb"));
        return metallb ? "MetalLB" : inventory.all(Kind.NODE).stream().map(LoadBalancerReader::platform)
                .filter(p -> !p.isEmpty()).findFirst().orElse("none");
    }

    private static String platform(Resource node) {
        String provider = node.spec().text("providerID");
        if (node.labels().containsKey("minikube.k8s.io/name")) {
            return "minikube";
        }
        if (node.status().get("nodeInfo").text("kubeletVersion").contains("+k3s")) {
            return "k3s";
        }
        return provider.startsWith("kind:") ? "kind" : provider.contains("://") && !provider.startsWith("k3s") ? "cloud" : "";
    }
}
