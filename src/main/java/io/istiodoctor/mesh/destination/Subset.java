package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A named part of a host's pods. */
public final class Subset implements Subject {
    /** Labels that istiod gives endpoints by their place, whatever the pod carries (label.TopologyZone and others). */
    private static final List<String> TOPOLOGY = List.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone",
            "topology.istio.io/subzone", "topology.istio.io/cluster", "topology.istio.io/network");

    private final DestinationRule rule;
    private final int index;
    private final Node node;
    private final boolean routed;

    Subset(DestinationRule rule, int index, Node node, boolean routed) {
        this.rule = rule;
        this.index = index;
        this.node = node;
        this.routed = routed;
    }

    @Override
    public Resource resource() {
        return rule.resource();
    }

    @Override
    public String path() {
        return "spec.subsets[" + index + "]";
    }

    /** The DestinationRule that defines it. */
    @SeenByRules
    public DestinationRule rule() {
        return rule;
    }

    /** Its name. */
    @SeenByRules
    public String subsetName() {
        return node.text("name");
    }

    /** Whether a route leads to it. */
    @SeenByRules
    public boolean routed() {
        return routed;
    }

    /** The labels that its pods carry, without those that tell a place. */
    @SeenByRules
    public Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(Resource.texts(node.get("labels")));
        TOPOLOGY.forEach(labels::remove);
        return labels;
    }

    /** {@link #labels()} as a manifest writes them. */
    @SeenByRules
    public String labelsText() {
        return Labels.show(labels());
    }

    /** Whether the Service has workloads, and none of them carries the labels. */
    @SeenByRules(certainty = "absence", absentWhenTrue = true)
    public boolean empty() {
        return rule.service().filter(s -> !s.workloads().isEmpty()).isPresent() && !rule.hasServiceEntry()
                && rule.service().get().workloads().stream().noneMatch(w -> Labels.match(labels(), w.labels()));
    }

    /** Whether only ServiceEntries carry the host, and none of their endpoints has the labels; a host that DNS finds has none at all. */
    @SeenByRules
    public boolean withoutEndpoint() {
        return rule.service().isEmpty() && !labels().isEmpty() && !rule.serviceEntries().isEmpty()
                && rule.serviceEntries().stream().allMatch(e -> !e.selective() && !e.resolution().equals("NONE")
                        && e.endpointLabels().stream().noneMatch(l -> Labels.match(labels(), l)));
    }

    /** What the Service's workloads carry under the subset's keys, as "key: value, key: value"; empty when nothing. */
    @SeenByRules
    public String carried() {
        return Labels.show(carriedLabels());
    }

    /** What the Service's workloads carry under the subset's keys; empty when nothing. */
    @SeenByRules
    public Map<String, String> carriedLabels() {
        Map<String, String> carried = new TreeMap<>(nearest().map(Workload::labels).orElse(Map.of()));
        carried.keySet().retainAll(labels().keySet());
        return carried;
    }

    private boolean inOther(Workload workload) {
        return rule.subsets().stream().filter(s -> s != this && !s.labels().isEmpty())
                .anyMatch(s -> Labels.match(s.labels(), workload.labels()));
    }

    /** The Service's workload whose labels come nearest; of those that another subset of the rule has, only where there are no others. */
    @SeenByRules
    public Optional<Workload> nearest() {
        return rule.service().flatMap(s -> s.workloads().stream().min(Comparator.comparing(this::inOther)
                .thenComparingInt(w -> Labels.distance(labels(), w.labels())).thenComparing(Subject::name)));
    }

    /** What it means that no workload carries the labels: certain, inferred or unknown. */
    @SeenByRules
    public Certainty absence() {
        return rule.service().map(Service::workloadAbsence).orElse(Certainty.UNKNOWN);
    }
}
