package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.HostNames;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.config.Visibility;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which DestinationRule holds for a host and a client (E3.8). */
public final class DestinationRules {
    /**
     * The rules that hold together: those of one namespace for one host, oldest first.
     *
     * @param level why these: "the client's namespace", "the Service's namespace" or "the root namespace"
     */
    public record Choice(List<Resource> rules, String level) {
        /** No rule holds. */
        public static final Choice NONE = new Choice(List.of(), "");

        /** The subset of this name; the first that has it wins. */
        public Optional<Subset> subset(String name) {
            for (Resource rule : rules) {
                List<Node> subsets = rule.spec().get("subsets").elements();
                for (int i = 0; i < subsets.size(); i++) {
                    if (subsets.get(i).text("name").equals(name)) {
                        return Optional.of(new Subset(rule, "spec.subsets[" + i + "]", subsets.get(i)));
                    }
                }
            }
            return Optional.empty();
        }

        /** Names of the subsets, each once, in order. */
        public List<String> subsetNames() {
            return rules.stream().flatMap(r -> r.spec().get("subsets").elements().stream()).map(s -> s.text("name")).distinct().toList();
        }

        /** The client's TLS mode for a port of the host, in upper case; empty when none is set. */
        public String tlsMode(long port, String subset) {
            Node general = rules.stream().map(r -> r.spec().get("trafficPolicy")).filter(Node::isPresent).findFirst().orElse(Absent.ABSENT);
            Node own = subset(subset).map(s -> s.node().get("trafficPolicy")).orElse(Absent.ABSENT);
            for (Node policy : List.of(own, general)) {
                Node forPort = policy.get("portLevelSettings").elements().stream()
                        .filter(p -> p.get("port").get("number").number().filter(n -> n == port).isPresent())
                        .map(p -> p.get("tls")).findFirst().orElse(Absent.ABSENT);
                Node tls = forPort.isPresent() ? forPort : policy.get("tls");
                if (tls.isPresent()) {
                    return tls.text("mode").isEmpty() ? "DISABLE" : tls.text("mode").toUpperCase(Locale.ROOT);
                }
            }
            return "";
        }
    }

    /** A subset and where it stands. */
    public record Subset(Resource owner, String path, Node node) {}

    private final HostNames names;
    private final Visibility visibility;
    private final String root;
    private final Inventory inventory;
    private final Map<String, List<Resource>> exact = new HashMap<>();
    private final Map<String, List<Resource>> wildcards = new HashMap<>();

    /** The rules of a snapshot. */
    public DestinationRules(Inventory inventory, HostNames names, Visibility visibility, MeshConfig config) {
        this.names = names;
        this.visibility = visibility;
        this.root = config.rootNamespace();
        this.inventory = inventory;
        inventory.all(Kind.DESTINATION_RULE).stream().sorted(Age.OLDEST_FIRST)
                .forEach(this::index);
    }

    private void index(Resource rule) {
        String host = hostOf(rule);
        String namespace = rule.ref().namespace();
        var where = HostPattern.isWildcard(host) ? wildcards.computeIfAbsent(namespace, n -> new ArrayList<>())
                : exact.computeIfAbsent(namespace + "/" + host, n -> new ArrayList<>());
        where.add(rule);
    }

    /**
     * The rules for a host.
     *
     * @param client the namespace of the proxy that calls
     * @param server the namespace of the Service that is called; empty when it has none
     */
    public Choice choose(String host, String client, String server) {
        return choose(host, client, server, Map.of());
    }

    /**
     * The rules for a host.
     *
     * @param client the namespace of the proxy that calls
     * @param server the namespace of the Service that is called; empty when it has none
     * @param labels those of the pod that calls, by which a rule with a workloadSelector holds for it or not
     */
    public Choice choose(String host, String client, String server, Map<String, String> labels) {
        Choice all = all(host, client, server);
        List<Resource> selecting = all.rules().stream().filter(r -> selector(r).isPresent()).toList();
        List<Resource> selected = selecting.stream().filter(r -> r.ref().namespace().equals(client)
                && Labels.match(Resource.texts(selector(r).get("matchLabels")), labels)).toList();
        return selecting.isEmpty() ? all : new Choice(!selected.isEmpty() ? selected
                : all.rules().stream().filter(r -> !selecting.contains(r)).toList(), all.level());
    }

    private static Node selector(Resource rule) {
        return rule.spec().get("workloadSelector");
    }

    private Choice all(String host, String client, String server) {
        Choice own = client.equals(root) && !server.equals(root) ? Choice.NONE : level(host, client, client, "the client's namespace");
        if (own.rules().isEmpty()) {
            own = level(host, server, client, "the Service's namespace");
        }
        return own.rules().isEmpty() ? level(host, root, client, "the root namespace") : own;
    }

    /** "namespace/name" of the first rule anywhere that defines a subset for a host. */
    public Optional<String> defining(String host, String subset) {
        return inventory.all(Kind.DESTINATION_RULE).stream().filter(r -> HostPattern.covers(hostOf(r), host))
                .filter(r -> r.spec().get("subsets").elements().stream().anyMatch(s -> s.text("name").equals(subset)))
                .map(r -> r.ref().qualifiedName()).findFirst();
    }

    /** What it means that no rule of the namespaces that count defines something. */
    public Certainty absence(String client, String server) {
        return Stream.of(client, server, root).filter(n -> !n.isEmpty())
                .map(inventory.coverage(Kind.DESTINATION_RULE)::absenceIn).max(Comparator.naturalOrder()).orElse(Certainty.UNKNOWN);
    }

    private Choice level(String host, String namespace, String client, String words) {
        List<Resource> covering = Stream.concat(exact.getOrDefault(namespace + "/" + host, List.of()).stream(),
                wildcards.getOrDefault(namespace, List.of()).stream().filter(r -> HostPattern.covers(hostOf(r), host)))
                .filter(r -> namespace.equals(client) || visible(r, client)).toList();
        Optional<String> best = covering.stream().map(this::hostOf).max(HostPattern.BY_SPECIFICITY);
        return best.map(b -> new Choice(covering.stream().filter(r -> hostOf(r).equals(b)).toList(), words)).orElse(Choice.NONE);
    }

    /** The full name of the host that a rule is for. */
    String hostOf(Resource rule) {
        return names.resolve(rule.spec().text("host"), rule.ref().namespace());
    }

    /** The namespace of the Service that a host stands for; empty for other hosts. */
    Optional<String> serverNamespace(String host) {
        return names.serviceOf(host).map(HostNames.ServiceName::namespace);
    }

    /** The namespace whose rules hold where no others do. */
    String rootNamespace() {
        return root;
    }

    /** Where a rule is exported to, as written or by default. */
    List<String> exportTo(Resource rule) {
        return visibility.exportTo(Kind.DESTINATION_RULE, rule);
    }

    /** Whether proxies of a namespace see a rule. */
    boolean visible(Resource rule, String namespace) {
        return visibility.visible(Kind.DESTINATION_RULE, rule, namespace);
    }
}
