package io.istiodoctor.mesh.workload;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.LabelIndex;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All pods and pod templates, found by namespace and labels. Where files come without an ingress gateway, Istio's default one is among them, and so is
 * what istiod makes for Gateways of the Gateway API.
 */
public final class Workloads {
    private final boolean live;
    private final Coverage coverage;
    private final List<Workload> all;
    private final List<WorkloadSelector> selectors;
    private final List<Workload> gateways;
    private final LabelIndex<Workload> byLabel;
    private final Map<String, List<Workload>> byNamespace = new HashMap<>();
    private final boolean defaultAssumed;
    private final List<ManagedGateway> managed;

    private Workloads(boolean live, Coverage coverage, List<Workload> all, List<WorkloadSelector> selectors, boolean defaultAssumed,
            List<ManagedGateway> managed) {
        this.live = live;
        this.defaultAssumed = defaultAssumed;
        this.managed = List.copyOf(managed);
        this.coverage = coverage;
        this.all = List.copyOf(all);
        this.selectors = List.copyOf(selectors);
        this.gateways = all.stream().filter(Workload::gateway).toList();
        this.byLabel = new LabelIndex<>(all, Workload::namespace, Workload::labels);
        all.forEach(w -> byNamespace.computeIfAbsent(w.namespace(), n -> new ArrayList<>()).add(w));
    }

    /**
     * The workloads of a snapshot.
     *
     * @param proxied whether a proxy comes into the pods that are made of a template
     */
    public static Workloads of(Inventory inventory, Predicate<Workload> proxied) {
        List<Workload> all = new ArrayList<>();
        List<WorkloadSelector> selectors = new ArrayList<>();
        for (Kind kind : WorkloadReader.KINDS) {
            List<Workload> read = AllCores.list(inventory.all(kind), some -> some.flatMap(r -> WorkloadReader.read(kind, r).stream())
                    .map(w -> proxied.test(w) ? w.withProxy() : w));
            all.addAll(read);
            read.forEach(w -> WorkloadSelector.of(kind, w).ifPresent(selectors::add));
        }
        List<ManagedGateway> managed = ManagedGateway.missing(inventory, all);
        boolean assumes = !inventory.live() && !inventory.all(Kind.ISTIO_GATEWAY).isEmpty() && all.stream().noneMatch(Workload::gateway);
        if (assumes) {
            all.add(assumed(DefaultGateway.deployment()));
        }
        managed.forEach(m -> all.add(assumed(m.deployment())));
        return new Workloads(inventory.live(), coverage(inventory), all, selectors, assumes, managed);
    }

    private static Workload assumed(Resource deployment) {
        return new Workload(deployment, "spec.template", deployment.spec().get("template"), true, false);
    }

    private static Coverage coverage(Inventory inventory) {
        Coverage pods = inventory.coverage(Kind.POD);
        if (inventory.live() || pods instanceof Coverage.Complete) {
            return pods instanceof Coverage.Complete ? withTemplates(inventory) : pods;
        }
        Set<String> seen = new TreeSet<>();
        WorkloadReader.KINDS.forEach(k -> inventory.all(k).forEach(r -> seen.add(r.ref().namespace())));
        return seen.isEmpty() ? new Coverage.None("no pods and no workloads are part of the input")
                : new Coverage.Partial(seen, "the input may hold only some of the workloads");
    }

    // Pods alone do not tell of workloads that are scaled to zero.
    private static Coverage withTemplates(Inventory inventory) {
        return Stream.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET).map(inventory::coverage)
                .filter(Coverage.None.class::isInstance).findFirst().<Coverage>map(c -> new Coverage.Nearly(c.reason(), c.right()))
                .orElse(new Coverage.Complete());
    }

    /** What is known of pods and pod templates together. */
    public Coverage coverage() {
        return coverage;
    }

    /** Each of them. */
    public List<Workload> all() {
        return all;
    }

    /** The selectors of workload objects. */
    public List<WorkloadSelector> selectors() {
        return selectors;
    }

    /** Those in which a gateway runs. */
    public List<Workload> gateways() {
        return gateways;
    }

    /** Whether the only gateway is Istio's default one, which the input does not have. */
    public boolean gatewayAssumed() {
        return defaultAssumed;
    }

    /** Gateways of the Gateway API whose pods and Services the input does not have. */
    public List<ManagedGateway> managedAssumed() {
        return managed;
    }

    /** What it means that no gateway pod matches, anywhere; manifests that hold one gateway may still lack another. */
    public Certainty gatewayAbsence() {
        return coverage instanceof Coverage.Partial ? Certainty.UNKNOWN : coverage.absenceAnywhere();
    }

    /** Those of a namespace. */
    public List<Workload> in(String namespace) {
        return List.copyOf(byNamespace.getOrDefault(namespace, List.of()));
    }

    /**
     * What a selector matches in a namespace; nothing when it is empty. Where no pods were read, a template counts that lacks only labels which come later
     * ({@link PassingLabels}).
     */
    public List<Workload> selected(String namespace, Map<String, String> selector) {
        Map<String, String> lasting = live ? selector : PassingLabels.lasting(selector);
        if (lasting.size() == selector.size()) {
            return byLabel.in(namespace, selector);
        }
        List<Workload> likely = lasting.isEmpty() ? in(namespace) : byLabel.in(namespace, lasting);
        return likely.stream().filter(w -> Labels.match(selector, w.labels()) || w.template() && PassingLabels.mayCome(selector, w))
                .toList();
    }

    /** What a selector matches in any namespace; nothing when it is empty. */
    public List<Workload> selected(Map<String, String> selector) {
        return byLabel.everywhere(selector);
    }

    /** The first that a selector matches in any namespace. */
    public Optional<Workload> selectedAnywhere(Map<String, String> selector) {
        return byLabel.anywhere(selector);
    }

    /**
     * The application of a namespace whose labels come nearest to a selector; of several those that declare the ports that are sent to, and templates
     * before pods.
     *
     * @param targets ports by number or name
     */
    public Optional<Workload> nearest(String namespace, Map<String, String> selector, Set<String> targets) {
        return byNamespace.getOrDefault(namespace, List.of()).stream().filter(w -> !w.gateway())
                .min(Comparator.comparingInt((Workload w) -> Labels.distance(selector, w.labels()))
                        .thenComparing((Workload w) -> w.ports().stream()
                                .noneMatch(p -> targets.contains(Long.toString(p.number())) || targets.contains(p.name())))
                        .thenComparing((Workload w) -> !w.template()).thenComparing(Subject::name));
    }
}
