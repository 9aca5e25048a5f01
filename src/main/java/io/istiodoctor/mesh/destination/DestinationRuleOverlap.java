package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.SameContent;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A DestinationRule beside others for the same host (E3.8). Those of one namespace are merged, the oldest first: the first
 * trafficPolicy holds as a whole, and the first subset of a name. Of those of several namespaces, the client's own hides the
 * Service's.
 */
public final class DestinationRuleOverlap implements Subject {
    /** Rules are merged that agree in all of this; a rule for other proxies, or for other namespaces, stands for itself. */
    private record Group(String namespace, String host, Map<String, String> proxies, Set<String> exportTo) {}

    private final Resource resource;
    private final Optional<Resource> policyHolder;
    private final Optional<SubsetHolder> subsetHolder;
    private final Optional<Resource> hidden;

    private record SubsetHolder(Resource rule, int index, String name) {}

    private DestinationRuleOverlap(Resource resource, Optional<Resource> policyHolder, Optional<SubsetHolder> subsetHolder,
            Optional<Resource> hidden) {
        this.resource = resource;
        this.policyHolder = policyHolder;
        this.subsetHolder = subsetHolder;
        this.hidden = hidden;
    }

    /** Every DestinationRule beside the older ones for its host. */
    public static List<DestinationRuleOverlap> of(Inventory inventory, DestinationRules rules) {
        Map<Group, List<Resource>> older = new HashMap<>();
        List<DestinationRuleOverlap> overlaps = new ArrayList<>();
        inventory.all(Kind.DESTINATION_RULE).stream().sorted(Age.OLDEST_FIRST).forEach(rule -> {
            String host = rules.hostOf(rule);
            List<Resource> merged = older.computeIfAbsent(new Group(rule.ref().namespace(), host, proxies(rule),
                    new HashSet<>(rules.exportTo(rule))), g -> new ArrayList<>());
            overlaps.add(
                    new DestinationRuleOverlap(rule, policyHolder(rule, merged), subsetHolder(rule, merged), hidden(rule, host, rules)));
            merged.add(rule);
        });
        return List.copyOf(overlaps);
    }

    private static Map<String, String> proxies(Resource rule) {
        return Resource.texts(rule.spec().get("workloadSelector").get("matchLabels"));
    }

    private static Optional<Resource> policyHolder(Resource rule, List<Resource> older) {
        Node policy = rule.spec().get("trafficPolicy");
        return policy.fields().isEmpty() ? Optional.empty() : older.stream().filter(o -> !o.spec().get("trafficPolicy").fields().isEmpty())
                .findFirst().filter(o -> !SameContent.of(o.spec().get("trafficPolicy"), policy));
    }

    private static Optional<SubsetHolder> subsetHolder(Resource rule, List<Resource> older) {
        List<Node> subsets = rule.spec().get("subsets").elements();
        for (int i = 0; i < subsets.size(); i++) {
            Node own = subsets.get(i);
            String name = own.text("name");
            Optional<DestinationRules.Subset> first = new DestinationRules.Choice(older, false).subset(name);
            if (first.isPresent() && !SameContent.of(first.get().node(), own)) {
                return Optional.of(new SubsetHolder(first.get().owner(), i, name));
            }
        }
        return Optional.empty();
    }

    // What the Service's namespace says of the host holds for proxies of this one only while this one says nothing.
    private static Optional<Resource> hidden(Resource rule, String host, DestinationRules rules) {
        String client = rule.ref().namespace();
        String server = rules.serverNamespace(host).orElse(client);
        if (server.equals(client) || client.equals(rules.rootNamespace()) || !proxies(rule).isEmpty()) {
            return Optional.empty();
        }
        return rules.choose(host, server, server).rules().stream()
                .filter(r -> r.ref().namespace().equals(server) && proxies(r).isEmpty()
                        && rules.visible(r, client))
                .findFirst().filter(r -> !lost(r, rule).isEmpty());
    }

    // Subsets that go missing are told where a route leads to them.
    private static List<String> lost(Resource hidden, Resource hiding) {
        return hidden.spec().get("trafficPolicy").fields().keySet().stream()
                .filter(f -> !hiding.spec().get("trafficPolicy").get(f).isPresent()).toList();
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** "Namespace/name" of the older DestinationRule whose trafficPolicy holds instead of this one's; empty when this one's does. */
    @SeenByRules
    public String policyHolder() {
        return policyHolder.map(r -> r.ref().qualifiedName()).orElse("");
    }

    /** "Namespace/name" of the older DestinationRule that defines a subset of this one otherwise; empty when none does. */
    @SeenByRules
    public String subsetHolder() {
        return subsetHolder.map(s -> s.rule().ref().qualifiedName()).orElse("");
    }

    /** The name of that subset. */
    @SeenByRules
    public String subset() {
        return subsetHolder.map(SubsetHolder::name).orElse("");
    }

    /** "Namespace/name" of the DestinationRule beside the Service that this one hides from proxies of its namespace. */
    @SeenByRules
    public String hidden() {
        return hidden.map(r -> r.ref().qualifiedName()).orElse("");
    }

    /** The fields of the hidden rule's trafficPolicy that this one does not set. */
    @SeenByRules
    public List<String> lost() {
        return hidden.map(r -> lost(r, resource)).orElse(List.of());
    }

    /** The name of the other DestinationRule. */
    @SeenByRules
    public String otherName() {
        return other().map(r -> r.ref().name()).orElse("");
    }

    /** The namespace of the other DestinationRule. */
    @SeenByRules
    public String otherNamespace() {
        return other().map(r -> r.ref().namespace()).orElse("");
    }

    private Optional<Resource> other() {
        return policyHolder.or(() -> subsetHolder.map(SubsetHolder::rule)).or(() -> hidden);
    }

    /** Where in this one stands what has no effect, or else its host. */
    @SeenByRules
    public String place() {
        return policyHolder.isPresent() ? "spec.trafficPolicy"
                : subsetHolder.map(s -> "spec.subsets[" + s.index() + "].name").orElse("spec.host");
    }

    /** Where in this one stands all that has no effect; empty when it hides another one. */
    @SeenByRules
    public String ineffective() {
        return place().equals("spec.host") ? "" : place().replaceFirst("\\.name$", "");
    }

    /** Its trafficPolicy with the fields of the hidden rule's that it does not set. */
    @SeenByRules
    public Node completed() {
        Node own = resource.spec().get("trafficPolicy");
        Map<String, Node> fields = new LinkedHashMap<>(own.fields());
        lost().forEach(f -> hidden.ifPresent(h -> fields.put(f, h.spec().get("trafficPolicy").get(f))));
        return new Mapping(fields, Map.of(), Mark.NONE);
    }
}
