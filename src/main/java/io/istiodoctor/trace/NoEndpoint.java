package io.istiodoctor.trace;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Why a cluster has no endpoint that takes requests. */
final class NoEndpoint {
    private final Network net;
    private final Sending sending;
    private final ClusterShare share;
    private final Cluster cluster;

    NoEndpoint(Network net, Sending sending, ClusterShare share, Cluster cluster) {
        this.net = net;
        this.sending = sending;
        this.share = share;
        this.cluster = cluster;
    }

    Decision<Arrived> explain() {
        Outcome outcome = sending.failing(503, "UH");
        Optional<Service> service = ClusterStage.service(net, cluster);
        if (service.isEmpty()) {
            ObjectRef entry = cluster.origin().object();
            return Decision.ended(outcome, Step.broken(Stage.POD, Optional.of(entry), entry + " names no endpoint that takes requests.",
                    List.of(Step.deep(entry, ""))));
        }
        ServicePort port = service.get().port(cluster.name().port()).orElseThrow();
        Step step = explain(net, service.get(), port, net.subsetLabels(cluster))
                .because(new Obstacle.NoEndpoint(service.get(), port, Optional.of(share), cluster.rule()));
        return Decision.ended(step.status() == HopStatus.UNKNOWN ? Outcome.unknown() : outcome, step);
    }

    /** @param subset labels that pods must carry besides the Service's selector; none for all of them */
    static Step explain(Network net, Service service, ServicePort port, Map<String, String> subset) {
        List<Workload> matching = service.workloads().stream().filter(w -> Labels.match(subset, w.labels())).toList();
        ObjectRef ref = service.resource().ref();
        if (matching.isEmpty()) {
            return nobody(net, service, port, subset);
        }
        List<Workload> pods = matching.stream().filter(w -> !w.template()).toList();
        ObjectRef shown = pods.stream().findFirst().orElse(matching.getFirst()).resource().ref();
        if (!pods.isEmpty() && pods.stream().noneMatch(Workload::takesTraffic)) {
            return Step.broken(Stage.POD, Optional.of(shown), "None of " + pods.size() + " pods is ready.",
                    passed(service, port, matching));
        }
        if (matching.stream().allMatch(w -> port.targetOn(w).isEmpty())) {
            return Step.broken(Stage.POD, Optional.of(shown),
                    "No container declares the port " + port.targetPort() + " that " + ref + " sends to.",
                    passed(service, port, matching));
        }
        return Step.broken(Stage.POD, Optional.of(shown), "None of its pods takes requests.", passed(service, port, matching));
    }

    private static Step nobody(Network net, Service service, ServicePort port, Map<String, String> subset) {
        boolean selecting = !service.selector().isEmpty();
        HopStatus status = !subset.isEmpty() && !service.workloads().isEmpty()
                || selecting && service.workloadAbsence() == Certainty.CERTAIN ? HopStatus.BROKEN
                : selecting && service.workloadAbsence() == Certainty.INFERRED ? HopStatus.SUSPECT
                : !service.endpoints().isEmpty() || !selecting && endpointsKnown(net, service) ? HopStatus.BROKEN : HopStatus.UNKNOWN;
        String what = !subset.isEmpty() ? "No pod of Service " + service.qualifiedName() + " carries the labels of the subset: "
                + Labels.show(new TreeMap<>(subset))
                : !service.endpoints().isEmpty()
                        ? "None of the " + service.endpoints().size() + " endpoints of Service " + service.qualifiedName() + " is ready"
                : selecting ? "No pod in " + service.namespace() + " carries what Service " + service.name() + " selects: "
                        + Labels.show(new TreeMap<>(service.selector()))
                : "Service " + service.qualifiedName() + " has no selector, and "
                        + (status == HopStatus.BROKEN ? "nobody has given it endpoints"
                                : "its endpoints are not part of what was read");
        return new Step(Stage.POD, Optional.of(service.resource().ref()), status, what + ".",
                passed(service, port, service.nearestWorkload().stream().toList()));
    }

    private static boolean endpointsKnown(Network net, Service service) {
        return net.mesh().directory().absence(Kind.ENDPOINT_SLICE, service.namespace()) == Certainty.CERTAIN;
    }

    static List<Passed> passed(Service service, ServicePort port, List<Workload> workloads) {
        ObjectRef ref = service.resource().ref();
        List<Passed> passed = new ArrayList<>(List.of(Step.deep(ref, "spec.selector"), Step.deep(ref, port.path())));
        workloads.stream().map(w -> w.resource().ref()).distinct().forEach(w -> passed.add(Step.deep(w, "")));
        return passed;
    }
}
