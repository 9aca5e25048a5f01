package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.HostNames;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.config.Visibility;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which DestinationRule holds for a host and a client (E3.8). */
public final class DestinationRules {
    /**
     * The rules that hold together: those of one namespace for one host, oldest first.
     *
     * @param own whether that is the client's own namespace, whose rules go before those that are exported to it
     */
    public record Choice(List<Resource> rules, boolean own) {
        /** No rule holds. */
        public static final Choice NONE = new Choice(List.of(), false);

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

        /** Whether they hold for some pods only (workloadSelector). */
        public boolean selective() {
            return !rules.isEmpty() && MergedRules.selector(rules.getFirst()).isPresent();
        }

        /** Names of the subsets, each once, in order. */
        public List<String> subsetNames() {
            return rules.stream().flatMap(r -> r.spec().get("subsets").elements().stream()).map(s -> s.text("name")).distinct().toList();
        }

        /** The client's TLS mode for a port of the host, in upper case; empty when none is set. */
        public String tlsMode(long port, String subset) {
            return new EffectivePolicy(policy(r -> true), subset(subset), port, selective()).endpointMode();
        }

        /** The policy of the host as a whole, by the first rule of some kind that has one. */
        public Optional<Node> policy(Predicate<Resource> kind) {
            return rules.stream().filter(kind).map(r -> r.spec().get("trafficPolicy")).filter(Node::isPresent).findFirst();
        }
    }

    /** A subset and where it stands. */
    public record Subset(Resource owner, String path, Node node) {
        /** The labels by which its pods are told from others. */
        public Map<String, String> labels() {
            return Resource.texts(node.get("labels"));
        }
    }

    /** Merged rules by host. */
    private static final class Hosts {
        private final Map<String, MergedRules> exact = new HashMap<>();
        private final Map<String, MergedRules> wildcards = new HashMap<>();

        MergedRules at(String host) {
            return (HostPattern.isWildcard(host) ? wildcards : exact).computeIfAbsent(host, h -> new MergedRules());
        }

        // MostSpecificHostMatch
        Optional<MergedRules> find(String host) {
            MergedRules same = (HostPattern.isWildcard(host) ? wildcards : exact).get(host);
            return same != null ? Optional.of(same)
                    : wildcards.keySet().stream().filter(w -> HostPattern.covers(w, host)).max(HostPattern.BY_SPECIFICITY)
                            .map(wildcards::get);
        }
    }

    private final HostNames names;
    private final Visibility visibility;
    private final String root;
    private final Inventory inventory;
    private final Map<String, Hosts> local = new HashMap<>();
    private final Map<String, Hosts> exported = new HashMap<>();
    private final Hosts rootLocal = new Hosts();

    /** The rules of a snapshot. */
    public DestinationRules(Inventory inventory, HostNames names, Visibility visibility, MeshConfig config) {
        this(inventory, names, visibility, config.rootNamespace(), List.of());
    }

    private DestinationRules(Inventory inventory, HostNames names, Visibility visibility, String root, List<Resource> made) {
        this.names = names;
        this.visibility = visibility;
        this.root = root;
        this.inventory = inventory;
        Stream.concat(inventory.all(Kind.DESTINATION_RULE).stream(), made.stream())
                .sorted(Comparator.comparing((Resource r) -> MergedRules.selector(r).isEmpty())
                        .thenComparing(Age.OLDEST_FIRST))
                .forEach(this::index);
    }

    /** The same, with rules that istiod makes of the objects of other APIs. */
    public DestinationRules with(List<Resource> made) {
        return made.isEmpty() ? this : new DestinationRules(inventory, names, visibility, root, made);
    }

    // setDestinationRules of Istio. Rules that choose pods are never exported.
    private void index(Resource rule) {
        String host = hostOf(rule);
        String namespace = rule.ref().namespace();
        Set<String> exportTo = MergedRules.selector(rule).isPresent() ? Set.of(".")
                : rule.spec().get("exportTo").elements().stream().flatMap(n -> n.text().stream()).collect(Collectors.toSet());
        if (exportTo.isEmpty() || Stream.of("*", ".", namespace).anyMatch(exportTo::contains)) {
            local.computeIfAbsent(namespace, n -> new Hosts()).at(host).add(rule, exportTo);
        }
        boolean own = exportTo.isEmpty() ? visibility.exportTo(Kind.DESTINATION_RULE, rule).contains(".")
                : exportTo.equals(Set.of(".")) || exportTo.equals(Set.of(namespace));
        if (!own) {
            exported.computeIfAbsent(namespace, n -> new Hosts()).at(host).add(rule, exportTo);
        } else if (namespace.equals(root)) {
            rootLocal.at(host).add(rule, exportTo);
        }
    }

    /**
     * The rules for a host and a client of which only the namespace is known.
     *
     * @param client the namespace of the proxy that calls
     * @param server the namespace of the Service that is called; empty when it has none
     */
    public Choice choose(String host, String client, String server) {
        return choose(host, client, server, Map.of());
    }

    /**
     * The rules for a host (PushContext.destinationRule of Istio).
     *
     * @param client the namespace of the proxy that calls
     * @param server the namespace of the Service that is called; empty when it has none
     * @param labels those of the pod that calls, by which a rule with a workloadSelector holds for it or not
     */
    public Choice choose(String host, String client, String server, Map<String, String> labels) {
        Optional<MergedRules> own = client.equals(root) ? rootLocal.find(host) : find(local, client, host);
        if (own.isPresent()) {
            return choice(own.get().of(client, labels, false), true);
        }
        Optional<MergedRules> theirs = find(exported, server, host).filter(r -> r.anySeenIn(client));
        if (theirs.isPresent()) {
            return choice(theirs.get().of(client, labels, true), false);
        }
        return find(exported, root, host).map(r -> choice(r.of(client, labels, true), false)).orElse(Choice.NONE);
    }

    private static Optional<MergedRules> find(Map<String, Hosts> index, String namespace, String host) {
        return Optional.ofNullable(index.get(namespace)).flatMap(h -> h.find(host));
    }

    private static Choice choice(List<Resource> rules, boolean own) {
        return rules.isEmpty() ? Choice.NONE : new Choice(rules, own);
    }

    /** "namespace/name" of the first rule anywhere that defines a subset for a host. */
    public Optional<String> defining(String host, String subset) {
        return inventory.all(Kind.DESTINATION_RULE).stream().filter(r -> HostPattern.covers(hostOf(r), host))
                .filter(r -> r.spec().get("subsets").elements().stream().anyMatch(s -> s.text("name").equals(subset)))
                .map(r -> r.ref().qualifiedName()).findFirst();
    }

    /**
     * The exportTo of a rule beside a Service that defines a subset and is not exported to a client: it would hold for it if it was. Empty where there
     * is none, or where it names no namespaces.
     *
     * @param server the namespace of the Service
     */
    public Optional<PolicyField> hidden(String host, String subset, String client, String server) {
        return inventory.all(Kind.DESTINATION_RULE).stream().filter(r -> r.ref().namespace().equals(server) && hostOf(r).equals(host))
                .filter(r -> MergedRules.selector(r).isEmpty() && !r.spec().get("exportTo").elements().isEmpty() && !visible(r, client))
                .filter(r -> r.spec().get("subsets").elements().stream().anyMatch(s -> s.text("name").equals(subset)))
                .map(r -> new PolicyField(r, "spec.exportTo")).findFirst();
    }

    /** Whether some rule, for whichever client, gives a port of a host one of these TLS modes, or a subset of it. */
    boolean wraps(String host, long port, Set<String> modes) {
        return inventory.all(Kind.DESTINATION_RULE).stream().filter(r -> HostPattern.overlap(hostOf(r), host))
                .flatMap(r -> Stream.concat(Stream.of(r.spec()), r.spec().get("subsets").elements().stream()))
                .map(p -> new EffectivePolicy(Optional.of(p.get("trafficPolicy")).filter(Node::isPresent), Optional.empty(), port, false))
                .anyMatch(p -> modes.contains(p.endpointMode()));
    }

    /** What it means that no rule of the namespaces that count defines something. */
    public Certainty absence(String client, String server) {
        return Stream.of(client, server, root).filter(n -> !n.isEmpty())
                .map(inventory.coverage(Kind.DESTINATION_RULE)::absenceIn).max(Comparator.naturalOrder()).orElse(Certainty.UNKNOWN);
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
