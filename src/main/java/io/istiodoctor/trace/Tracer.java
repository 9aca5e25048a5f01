package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.trace.Decision.Ended;
import io.istiodoctor.trace.Outcome.Redirected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Follows requests through the mesh. What proxies do is read from their configurations; nothing is decided here that istiod or Envoy decides. */
public final class Tracer {
    private final Network net;
    private final Findings findings;

    /** @param diagnosis what all rules say of the same mesh, in every namespace; its findings explain what the trace meets */
    public Tracer(Mesh mesh, Proxies proxies, Diagnosis diagnosis) {
        this(new Network(mesh, proxies), diagnosis);
    }

    Tracer(Network net, Diagnosis diagnosis) {
        this.net = net;
        this.findings = new Findings(diagnosis.findings());
    }

    /**
     * The way of a request.
     *
     * @throws io.istiodoctor.model.UserError (bad input) when the workload that it shall come from does not exist
     */
    public Trace trace(TraceRequest request) {
        return trace(request, true);
    }

    private Trace trace(TraceRequest request, boolean follow) {
        Decision<Arrived> way = switch (request.from()) {
            case RequestOrigin.External e -> fromOutside(request);
            case RequestOrigin.FromWorkload w -> new ClientStage(net, request, w).follow();
        };
        Outcome outcome = way instanceof Ended<Arrived>(Outcome o, var behind, var steps) ? o : Outcome.answered();
        List<Hop> own = findings.join(way.steps());
        Optional<Trace> target = outcome instanceof Redirected(int status, String location) && follow && location.matches("(?i)https?://[^/?#]+.*")
                ? Optional.of(trace(request.follow(location), false)) : Optional.empty();
        return conclude(request, way, outcome, own, target);
    }

    private Decision<Arrived> fromOutside(TraceRequest request) {
        return new EntryStage(net, request).enter().then(entry -> entry.gateway() ? throughGateway(request, entry) : direct(request, entry));
    }

    private Decision<Arrived> throughGateway(TraceRequest request, EntryPoint entry) {
        return new GatewayStage(net).arrive(entry).then(new ChainStage(net, request)::choose).then(new GatewayPolicies(net, request)::decide)
                .then(new RouteStage(net, request)::atGateway).then(new ClusterStage(net)::send);
    }

    private Decision<Arrived> direct(TraceRequest request, EntryPoint entry) {
        ServicePort port = entry.servicePort().orElseThrow();
        return new ServiceStage(net, request).reach(port.service(), port.number(), Optional.empty());
    }

    private static Trace conclude(TraceRequest request, Decision<Arrived> way, Outcome outcome, List<Hop> own, Optional<Trace> target) {
        List<Hop> hops = new ArrayList<>(own);
        target.ifPresent(t -> hops.addAll(t.hops()));
        Optional<Hop> decisive = Stream.of(HopStatus.BROKEN, HopStatus.UNKNOWN, HopStatus.SUSPECT)
                .flatMap(s -> hops.stream().filter(h -> h.status() == s)).findFirst();
        Verdict verdict = decisive.map(h -> switch (h.status()) {
            case BROKEN -> Verdict.BROKEN;
            case SUSPECT -> Verdict.SUSPECT;
            default -> Verdict.UNKNOWN;
        }).orElse(outcome instanceof Redirected ? Verdict.REDIRECTED : Verdict.REACHABLE);
        List<Finding> findings = hops.stream().flatMap(h -> h.findings().stream()).distinct().sorted(Finding.ORDER).toList();
        String then = target.map(t -> ", then " + t.expect()).orElse("");
        String words = verdict == Verdict.SUSPECT && own.stream().anyMatch(h -> h.status() == HopStatus.SUSPECT) ? "perhaps " + outcome.words() : outcome.words();
        List<Obstacle> obstacles = way.steps().stream().flatMap(s -> s.obstacle().stream()).distinct().toList();
        return new Trace(request.url(), verdict, decisive.map(Hop::stage), hops, findings, obstacles, outcome, words + then);
    }
}
