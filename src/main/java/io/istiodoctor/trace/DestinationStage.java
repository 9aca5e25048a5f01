package io.istiodoctor.trace;

import io.istiodoctor.mesh.destination.DestinationRules.Choice;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a target exists, offers the port and the subset, and takes what the client's proxy sends. */
final class DestinationStage {
    /**
     * Who sends the request on.
     *
     * @param workload the gateway's pod or the client's; empty for a client outside that needs neither
     * @param proxied whether Istio's proxy sends
     */
    record Client(Optional<Workload> workload, boolean proxied) {
        String namespace() {
            return workload.map(Workload::namespace).orElse("");
        }
    }

    private final Journey journey;
    private final Client client;

    DestinationStage(Journey journey, Client client) {
        this.journey = journey;
        this.client = client;
    }

    /** Follows one target to its pods. */
    void reach(Target target, long listenerPort) {
        if (!target.found()) {
            missing(target);
            return;
        }
        if (target.service().isEmpty()) {
            outside(target, listenerPort);
            return;
        }
        Service service = target.service().get();
        if (!service.externalName().isEmpty()) {
            step(target, HopStatus.UNKNOWN, "Service " + service.qualifiedName() + " stands for " + service.externalName()
                    + ", which is outside of what was read.", "", passed(target, Optional.empty()));
            return;
        }
        long wanted = target.portFrom(listenerPort);
        Optional<ServicePort> port = service.port(wanted);
        if (port.isEmpty()) {
            portMissing(target, service, wanted);
            new PodStage(journey, Map.of()).arrive(service, likely(service, wanted), client.proxied());
            return;
        }
        Choice choice = client.proxied() ? journey.net().mesh().destinationRules().choose(service.host(), client.namespace(), service.namespace())
                : Choice.NONE;
        String share = target.weight() > 0 && target.weight() < 100 ? " (weight " + target.weight() + ")" : "";
        List<Passed> passed = passed(target, port);
        choice.rules().forEach(r -> passed.add(Step.shallow(r.ref(), "")));
        step(target, HopStatus.OK, "Service " + service.host() + " offers port " + wanted + " (" + spoken(port.get()) + ")" + share
                + ruleWords(choice) + ".", client.proxied() ? "503 NC" : "connection refused", passed);
        Map<String, String> subset = subset(target, choice);
        new MutualTls(journey, client).check(service, port.get(), choice.tlsMode(wanted, target.subset()), choice);
        policies(service, port.get());
        new PodStage(journey, subset).arrive(service, port.get(), client.proxied());
    }

    private static String spoken(ServicePort port) {
        return port.istioProtocol() == Protocol.DETECTED ? "protocol not declared" : port.istioProtocol().name();
    }

    private static String ruleWords(Choice choice) {
        return choice.rules().isEmpty() ? "" : "; " + choice.rules().stream().map(r -> r.ref().toString())
                .collect(Collectors.joining(", ")) + " holds (of " + choice.level() + ")";
    }

    private void missing(Target target) {
        HopStatus status = switch (target.absence()) {
            case CERTAIN -> HopStatus.BROKEN;
            case INFERRED -> HopStatus.SUSPECT;
            case UNKNOWN -> HopStatus.UNKNOWN;
        };
        String verb = target.absence() == Certainty.CERTAIN ? "Nothing in the mesh has the host " : "What was read has no host ";
        step(target, status, verb + target.host() + "." + target.hint(), "503 NC", passed(target, Optional.empty()));
    }

    private void outside(Target target, long listenerPort) {
        long port = target.portFrom(listenerPort);
        boolean offered = target.offered().isEmpty() || target.offered().contains(port);
        ObjectRef entry = target.entry().orElseThrow().resource().ref();
        List<Passed> passed = passed(target, Optional.empty());
        passed.add(Step.shallow(entry, ""));
        journey.step(Stage.DESTINATION, Optional.of(entry), offered ? HopStatus.UNKNOWN : HopStatus.BROKEN, offered
                ? entry + " has the host " + target.host() + "; what answers there is outside of what was read."
                : entry + " has no port " + port + "; it has " + target.offered() + ".", "503 NC", passed);
    }

    private void portMissing(Target target, Service service, long wanted) {
        String offered = service.portNumbers().stream().map(Object::toString).collect(Collectors.joining(", "));
        step(target, HopStatus.BROKEN, "Service " + service.qualifiedName() + " has no port " + wanted + "; it offers " + offered + ".",
                client.proxied() ? "503 NC" : "connection refused", passed(target, Optional.empty()));
    }

    private static ServicePort likely(Service service, long wanted) {
        return service.ports().stream().filter(p -> p.targetPort().equals(Long.toString(wanted))).findFirst()
                .or(() -> service.ports().stream().findFirst()).orElse(null);
    }

    private Map<String, String> subset(Target target, Choice choice) {
        if (target.subset().isEmpty()) {
            return Map.of();
        }
        var subset = choice.subset(target.subset());
        Optional<ObjectRef> owner = subset.map(s -> s.owner().ref()).or(() -> choice.rules().stream().findFirst().map(Resource::ref));
        String others = choice.subsetNames().isEmpty() ? "; no DestinationRule for the host defines any"
                : "; there are " + String.join(", ", choice.subsetNames());
        journey.step(Stage.DESTINATION, owner.or(() -> Optional.of(target.owner())), subset.isPresent() ? HopStatus.OK : HopStatus.BROKEN,
                subset.isPresent() ? "Subset " + target.subset() + " takes pods with " + labels(subset.get().node().get("labels")) + "."
                        : "There is no subset " + target.subset() + others + ".", subset.isPresent() ? "503 UH" : "503 NC",
                subset.isPresent() ? List.of(Step.deep(subset.get().owner().ref(), subset.get().path())) : List.of());
        return subset.map(s -> Resource.texts(s.node().get("labels"))).orElse(Map.of());
    }

    private static String labels(Node labels) {
        return Resource.texts(labels).entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(", "));
    }

    private void policies(Service service, ServicePort port) {
        Optional<Workload> server = server(service);
        if (server.isPresent() && server.get().sidecar()) {
            long target = port.targetOn(server.get()).orElse(port.number());
            Policies.Peer peer = client.proxied() && client.workload().isPresent() ? new Policies.Peer(Optional.of(client.namespace()),
                    Optional.of("ns/" + client.namespace() + "/sa/" + client.workload().get().serviceAccount())) : Policies.Peer.NOBODY;
            decide(journey, server.get(), target, peer, Stage.DESTINATION);
        }
    }

    /** Adds the decision of the AuthorizationPolicies at a workload, when there are any. */
    static void decide(Journey journey, Workload workload, long port, Policies.Peer peer, Stage stage) {
        new Policies(journey.net().mesh()).decide(workload, journey.request(), port, peer).ifPresent(d -> journey.step(stage,
                d.by().map(Resource::ref), d.status(), d.message(), "403 (RBAC: access denied)",
                d.by().map(p -> List.of(Step.deep(p.ref(), ""))).orElse(List.of())));
    }

    static Optional<Workload> server(Service service) {
        return service.pods().stream().findFirst().or(() -> service.workloads().stream().findFirst());
    }

    private void step(Target target, HopStatus status, String message, String expect, List<Passed> passed) {
        ObjectRef object = target.service().map(s -> s.resource().ref()).orElse(target.owner());
        journey.step(Stage.DESTINATION, Optional.of(status == HopStatus.OK ? object : target.owner()), status, message, expect, passed);
    }

    private static List<Passed> passed(Target target, Optional<ServicePort> port) {
        List<Passed> passed = new ArrayList<>();
        if (!target.path().isEmpty()) {
            passed.add(Step.deep(target.owner(), target.path()));
        }
        target.service().map(s -> s.resource().ref()).ifPresent(s -> {
            passed.addAll(Arrays.asList(Step.exact(s, ""), Step.deep(s, "metadata")));
            port.map(ServicePort::path).ifPresent(p -> passed.addAll(Arrays.asList(Step.deep(s, p + ".name"),
                    Step.deep(s, p + ".appProtocol"), Step.deep(s, p + ".protocol"))));
        });
        return passed;
    }
}
