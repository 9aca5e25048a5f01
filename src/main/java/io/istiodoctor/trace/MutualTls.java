package io.istiodoctor.trace;

import io.istiodoctor.mesh.destination.DestinationRules.Choice;
import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether what the client's proxy sends (plain text, mTLS) is what the server's proxy takes (E8.1, E8.2). */
final class MutualTls {
    private final Journey journey;
    private final DestinationStage.Client client;

    MutualTls(Journey journey, DestinationStage.Client client) {
        this.journey = journey;
        this.client = client;
    }

    /**
     * Adds a step when a policy or a rule has a say.
     *
     * @param ruled the client's mode by its DestinationRule; empty when it chooses by itself
     */
    void check(Service service, ServicePort port, String ruled, Choice choice) {
        Optional<Workload> server = DestinationStage.server(service);
        // A template is injected when pods are made of it, so that it tells nothing of a proxy.
        if (server.isEmpty() || server.get().template() && !server.get().endsMutualTls() && server.get().proxy().isEmpty()) {
            return;
        }
        boolean proxied = server.get().endsMutualTls();
        PeerMode mode = journey.net().mesh().peerModes().of(server.get(), port.targetOn(server.get()).orElse(port.number()));
        boolean sends = client.proxied() && (ruled.isEmpty() ? proxied && !mode.mode().equals("DISABLE") : ruled.equals("ISTIO_MUTUAL"));
        if (ruled.isEmpty() && mode.by().isEmpty() || !ruled.isEmpty() && !ruled.equals("ISTIO_MUTUAL") && !ruled.equals("DISABLE")) {
            return;
        }
        Optional<ObjectRef> rule = choice.rules().stream().findFirst().map(Resource::ref);
        String says = mode.by().map(p -> p.ref() + " (" + mode.mode() + ")").orElse("the default (PERMISSIVE)");
        if (!sends && proxied && mode.mode().equals("STRICT")) {
            String who = ruled.isEmpty() ? "The client" : rule.map(ObjectRef::toString).orElse("The client") + " (tls mode " + ruled + ")";
            step(mode, rule, HopStatus.BROKEN, who + " sends plain text, but " + says + " takes mTLS only.",
                    client.proxied() ? "503 UC" : "connection reset");
        } else if (sends && (!proxied || mode.mode().equals("DISABLE"))) {
            step(mode, rule, HopStatus.BROKEN, "mTLS is sent, but " + (proxied ? says + " takes plain text only."
                    : service.qualifiedName() + "'s pods have no proxy that could end it."), "503 UF");
        } else {
            step(mode, rule, HopStatus.OK, (sends ? "Sent by mTLS; " : "Sent as plain text; ") + says + " takes it.", "503 UC");
        }
    }

    private void step(PeerMode mode, Optional<ObjectRef> rule, HopStatus status, String message, String expect) {
        List<Passed> passed = new ArrayList<>();
        mode.by().ifPresent(p -> passed.add(Step.deep(p.ref(), "")));
        rule.ifPresent(r -> passed.add(Step.deep(r, "spec.trafficPolicy")));
        journey.step(Stage.DESTINATION, mode.by().map(Resource::ref).or(() -> rule), status, message, expect, passed);
    }
}
