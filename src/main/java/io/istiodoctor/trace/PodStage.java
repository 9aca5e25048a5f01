package io.istiodoctor.trace;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.service.Endpoint;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether a ready pod listens where the Service sends. */
final class PodStage {
    private static final String UNHEALTHY = "503 UH";

    private final Journey journey;
    private final Map<String, String> subset;

    PodStage(Journey journey, Map<String, String> subset) {
        this.journey = journey;
        this.subset = subset;
    }

    /**
     * The last stage.
     *
     * @param port may be null when the Service has none
     * @param proxied whether a proxy of Istio asks, which answers with a code of its own when no pod does
     */
    void arrive(Service service, ServicePort port, boolean proxied) {
        if (port == null) {
            return;
        }
        String unhealthy = proxied ? UNHEALTHY : "connection refused";
        List<Workload> matching = service.workloads().stream().filter(w -> Labels.match(subset, w.labels())).toList();
        if (matching.isEmpty()) {
            nobody(service, port, unhealthy);
            return;
        }
        List<Workload> pods = matching.stream().filter(w -> !w.template()).toList();
        List<Workload> ready = pods.stream().filter(Workload::takesTraffic).toList();
        Workload shown = ready.stream().findFirst().or(() -> pods.stream().findFirst()).orElse(matching.getFirst());
        if (!pods.isEmpty() && ready.isEmpty()) {
            step(shown.resource().ref(), HopStatus.BROKEN, "None of " + pods.size() + " pods is ready.", unhealthy,
                    passed(service, port, matching));
            return;
        }
        String count = pods.isEmpty() ? "Its template makes pods" : ready.size() + " of " + pods.size() + (pods.size() == 1 ? " pod" : " pods")
                + " ready";
        if (port.nameMissing()) {
            step(shown.resource().ref(), HopStatus.BROKEN, "No container declares the port " + port.targetPort()
                    + " that Service " + service.qualifiedName() + " sends to.", unhealthy, passed(service, port, matching));
            return;
        }
        long target = port.targetOn(shown).orElse(port.number());
        step(shown.resource().ref(), port.undeclared() ? HopStatus.SUSPECT : HopStatus.OK, port.undeclared()
                ? count + ", but the Service sends to " + target + ", while the containers declare " + declared(port) + "."
                : count + "; the request arrives at port " + target + ".", proxied ? "503 UF" : "connection refused",
                passed(service, port, matching));
    }

    private void nobody(Service service, ServicePort port, String unhealthy) {
        List<Passed> passed = passed(service, port, service.nearestWorkload().stream().toList());
        List<Endpoint> endpoints = service.endpoints();
        if (subset.isEmpty() && !endpoints.isEmpty()) {
            long ready = endpoints.stream().filter(Endpoint::ready).count();
            step(service.resource().ref(), ready > 0 ? HopStatus.OK : HopStatus.BROKEN, ready + " of " + endpoints.size()
                    + " endpoints ready, none of them a pod that was read.", unhealthy, passed);
            return;
        }
        boolean selecting = !service.selector().isEmpty();
        HopStatus status = !subset.isEmpty() || selecting && service.workloadAbsence().equals("certain") ? HopStatus.BROKEN
                : selecting && service.workloadAbsence().equals("inferred") ? HopStatus.SUSPECT : HopStatus.UNKNOWN;
        String what = !subset.isEmpty() ? "No pod of Service " + service.qualifiedName() + " carries the labels of the subset: "
                + Labels.show(subset) : selecting ? "No pod in " + service.namespace() + " carries what Service " + service.name()
                        + " selects: " + Labels.show(new TreeMap<>(service.selector()))
                        : "Service " + service.qualifiedName() + " has no selector, and its endpoints are not part of what was read";
        step(service.resource().ref(), status, what + ".", unhealthy, passed);
    }

    private static String declared(ServicePort port) {
        return port.declaredPorts().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private void step(ObjectRef object, HopStatus status, String message, String expect, List<Passed> passed) {
        journey.step(Stage.POD, Optional.of(object), status, message, expect, passed);
    }

    private static List<Passed> passed(Service service, ServicePort port, List<Workload> workloads) {
        ObjectRef ref = service.resource().ref();
        List<Passed> passed = new ArrayList<>(List.of(Step.deep(ref, "spec.selector"), Step.deep(ref, port.path())));
        workloads.stream().map(w -> w.resource().ref()).distinct().forEach(w -> passed.add(Step.deep(w, "")));
        return passed;
    }
}
