package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.match.Vantage;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.trace.DestinationStage.Client;
import io.istiodoctor.trace.GatewayStage.Accepted;
import io.istiodoctor.trace.Routes.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Follows one request through the mesh. */
public final class Tracer {
    private final Network net;
    private final Diagnosis diagnosis;

    private Tracer(Mesh mesh, Diagnosis diagnosis) {
        this.net = new Network(mesh);
        this.diagnosis = diagnosis;
    }

    /**
     * The way of a request.
     *
     * @param diagnosis what all rules say of the same mesh, in every namespace; the trace never contradicts it
     * @throws io.istiodoctor.model.UserError (bad input) when the workload that it shall come from does not exist
     */
    public static Trace trace(Mesh mesh, Diagnosis diagnosis, TraceRequest request) {
        return new Tracer(mesh, diagnosis).trace(request, true);
    }

    private Trace trace(TraceRequest request, boolean follow) {
        Journey journey = new Journey(net, request);
        switch (request.from()) {
            case RequestOrigin.External e -> fromOutside(journey);
            case RequestOrigin.FromWorkload w -> new InsideMesh(journey, w).follow();
        }
        List<Hop> hops = Findings.join(journey.steps(), diagnosis.findings());
        Optional<Trace> target = follow && journey.location().isPresent() && hops.stream().noneMatch(h -> h.status() == HopStatus.BROKEN)
                ? journey.location().filter(l -> l.matches("(?i)https?://.*")).map(l -> trace(request.follow(l), false)) : Optional.empty();
        return conclude(journey, hops, target);
    }

    private void fromOutside(Journey journey) {
        new EntryStage(journey).enter().ifPresent(entry -> {
            if (!entry.gateway()) {
                ServicePort port = entry.servicePort().orElseThrow();
                new DestinationStage(journey, new Client(Optional.empty(), false))
                        .reach(net.targets().direct(port.service(), port.number()), port.number());
                return;
            }
            Optional<Workload> pod = entry.pod().or(() -> DestinationStage.server(entry.servicePort().orElseThrow().service()));
            if (readyGateway(journey, entry)) {
                new GatewayStage(journey, entry).accept().ifPresent(accepted -> throughGateway(journey, accepted, pod));
            }
        });
    }

    private static boolean readyGateway(Journey journey, EntryPoint entry) {
        List<Workload> pods = entry.servicePort().map(p -> p.service().pods()).orElse(List.of());
        boolean none = !pods.isEmpty() && pods.stream().noneMatch(Workload::takesTraffic);
        if (none) {
            journey.step(Stage.GATEWAY, Optional.of(pods.getFirst().resource().ref()), HopStatus.BROKEN, "None of the gateway's "
                    + pods.size() + " pods is ready.", "connection refused", Step.deep(pods.getFirst().resource().ref(), ""));
        }
        return !none;
    }

    private void throughGateway(Journey journey, Accepted accepted, Optional<Workload> pod) {
        pod.ifPresent(p -> DestinationStage.decide(journey, p, accepted.server().bound(), Policies.Peer.NOBODY, Stage.GATEWAY));
        Vantage vantage = new Vantage(accepted.server().qualifiedName(), accepted.server().port(), InsideMesh.labels(pod),
                pod.map(Workload::namespace).orElse(""));
        Optional<Candidate> winner = new RouteStage(journey, vantage).atGateway(accepted);
        winner.ifPresent(c -> net.targets().of(c.set(), c.rule())
                .forEach(t -> new DestinationStage(journey, new Client(pod, true)).reach(t, accepted.server().port())));
    }

    private static Trace conclude(Journey journey, List<Hop> own, Optional<Trace> target) {
        List<Hop> hops = new ArrayList<>(own);
        target.ifPresent(t -> hops.addAll(t.hops()));
        Optional<Hop> decisive = Stream.of(HopStatus.BROKEN, HopStatus.SUSPECT, HopStatus.UNKNOWN)
                .flatMap(s -> hops.stream().filter(h -> h.status() == s)).findFirst();
        Verdict verdict = decisive.map(h -> switch (h.status()) {
            case BROKEN -> Verdict.BROKEN;
            case SUSPECT -> Verdict.SUSPECT;
            default -> Verdict.UNKNOWN;
        }).orElse(journey.location().isPresent() ? Verdict.REDIRECTED : Verdict.REACHABLE);
        List<Finding> findings = hops.stream().flatMap(h -> h.findings().stream()).distinct().sorted(Finding.ORDER).toList();
        return new Trace(journey.request().url(), verdict, decisive.map(Hop::stage), hops, findings,
                expect(journey, own, target));
    }

    private static String expect(Journey journey, List<Hop> own, Optional<Trace> target) {
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).status() == HopStatus.BROKEN) {
                return journey.steps().get(i).expect();
            }
        }
        if (!journey.answer().isEmpty()) {
            return journey.answer() + target.map(t -> ", then " + t.expect()).orElse("");
        }
        HopStatus worst = own.stream().map(Hop::status).max(HopStatus::compareTo).orElse(HopStatus.OK);
        return switch (worst) {
            case OK -> "the application's answer";
            case UNKNOWN -> "not known";
            default -> own.stream().filter(h -> h.status() == HopStatus.SUSPECT).findFirst()
                    .map(h -> journey.steps().get(own.indexOf(h)).expect()).filter(e -> !e.isEmpty())
                    .map(e -> "perhaps " + e).orElse("perhaps the application's answer");
        };
    }
}
