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
    /** Follows requests as if nothing were refused. */
    private final Optional<Tracer> written;
    private final UnusualNodePorts unusual;

    /** @param diagnosis what all rules say of the same mesh, in every namespace; its findings explain what the trace meets */
    public Tracer(Mesh mesh, Proxies proxies, Diagnosis diagnosis) {
        this(new Network(mesh, proxies), Findings.of(diagnosis));
    }

    Tracer(Network net, Findings findings) {
        this.net = net;
        this.findings = findings;
        this.unusual = new UnusualNodePorts(net.mesh());
        Mesh whole = net.mesh().written();
        this.written = net.mesh().refused().isEmpty() ? Optional.empty()
                : Optional.of(new Tracer(new Network(whole, Proxies.of(whole)), findings));
    }

    /**
     * The way of a request.
     *
     * @throws io.istiodoctor.model.UserError (bad input) when the workload that it shall come from does not exist
     */
    public Trace trace(TraceRequest request) {
        return trace(request, true);
    }

    /** The way of a request from outside through an entry point, whatever its host resolves to. */
    Trace trace(TraceRequest request, EntryPoint entry) {
        return finish(request, true, onward(normalized(request), EntryStage.through(entry)));
    }

    /** The way of a request that ends before any entry point. */
    Trace ended(TraceRequest request, Outcome outcome, Step step) {
        return finish(request, false, Decision.ended(outcome, step));
    }

    private Trace trace(TraceRequest request, boolean follow) {
        return finish(request, follow, way(request));
    }

    private Decision<Arrived> way(TraceRequest written) {
        TraceRequest request = normalized(written);
        return switch (request.from()) {
            case RequestOrigin.External e -> onward(request, new EntryStage(net, request).enter());
            case RequestOrigin.FromWorkload w -> new ClientStage(net, request, w).follow();
        };
    }

    // The first proxy of a way writes the path anew, and only proxies look at it.
    private TraceRequest normalized(TraceRequest request) {
        return net.proxies().pathNormalization().normalized(request.path()).filter(p -> !p.equals(request.path()))
                .map(p -> request.changed("", p)).orElse(request);
    }

    private Trace finish(TraceRequest request, boolean follow, Decision<Arrived> way) {
        Outcome outcome = way instanceof Ended<Arrived>(Outcome o, var behind, var steps)
                ? o instanceof Outcome.MayEnd ? Outcome.unknown() : o : Outcome.answered();
        boolean inside = request.from() instanceof RequestOrigin.FromWorkload;
        List<Step> steps = unusual.doubt(way.steps());
        List<Hop> own = findings
                .join(written.map(w -> RefusedObjects.told(steps, w.way(request).steps(), net.mesh().refused())).orElse(steps));
        List<Hop> read = net.gaps().doubtEnds(own, inside);
        List<Hop> sure = net.gaps().doubtSuccess(read, inside);
        Optional<Trace> target = outcome instanceof Redirected(int status, String location) && follow
                && TraceRequest.namesHost(location)
                        ? Optional.of(trace(request.follow(location), false)) : Optional.empty();
        List<Obstacle> met = way.steps().stream().flatMap(s -> s.obstacle().stream()).distinct().toList();
        Verdict asRead = conclude(request, told(outcome, own, read), read, target, met).verdict();
        return conclude(request, told(outcome, own, sure), sure, target, met).toldBeside(asRead, net.gaps().unread());
    }

    /** What only seems to end so, for all that was read, is not an end that can be told. */
    private static Outcome told(Outcome outcome, List<Hop> own, List<Hop> doubted) {
        return doubted.equals(own) || doubted.stream().anyMatch(h -> h.status() == HopStatus.BROKEN) ? outcome : Outcome.unknown();
    }

    private Decision<Arrived> onward(TraceRequest request, Decision<EntryPoint> door) {
        return door.then(entry -> balanced(request, entry))
                .then(r -> r.entry.gateway() ? throughGateway(r.request, r.entry) : direct(r.request, r.entry));
    }

    /** A request behind its entry point. */
    private record Entered(EntryPoint entry, TraceRequest request) {}

    // Where the load balancer ends TLS, what is behind it sees plain text, and a client that sends that to it is refused.
    private static Decision<Entered> balanced(TraceRequest request, EntryPoint entry) {
        if (!entry.endsTls()) {
            return Decision.onward(new Entered(entry, request));
        }
        return request.tls() ? Decision.onward(new Entered(entry, request.wrapped(false, "")))
                : Decision.brokenBefore(new Entered(entry, request), Outcome.reset(),
                        Step.broken(Stage.ENTRY, Optional.of(EntryStage.ref(entry)), "The load balancer takes TLS on port " + entry.port()
                                + ", not plain " + request.scheme() + "; use https://.", EntryStage.passed(entry)));
    }

    private Decision<Arrived> throughGateway(TraceRequest request, EntryPoint entry) {
        return new BalancerStage(net, entry, request.tls())
                .doubt(new GatewayStage(net).arrive(entry).then(new ChainStage(net, request)::choose)
                        .then(new GatewayPolicies(net, request)::decide)
                        .then(new RouteStage(net, request)::atGateway).then(new ClusterStage(net)::send));
    }

    private Decision<Arrived> direct(TraceRequest request, EntryPoint entry) {
        ServicePort port = entry.servicePort().orElseThrow();
        return new ServiceStage(net, request).reach(port.service(), port.number(), Optional.empty());
    }

    private static Trace conclude(TraceRequest request, Outcome outcome, List<Hop> own, Optional<Trace> target, List<Obstacle> met) {
        List<Hop> hops = new ArrayList<>(own);
        target.ifPresent(t -> hops.addAll(t.hops()));
        // What is not known of a redirect's other side is none of the request's own doubts.
        Optional<Hop> decisive = Stream.of(HopStatus.BROKEN, HopStatus.UNKNOWN, HopStatus.SUSPECT)
                .flatMap(s -> (s == HopStatus.UNKNOWN ? own : hops).stream().filter(h -> h.status() == s)).findFirst();
        Verdict verdict = decisive.map(h -> switch (h.status()) {
            case BROKEN -> Verdict.BROKEN;
            case SUSPECT -> Verdict.SUSPECT;
            default -> Verdict.UNKNOWN;
        }).orElse(outcome instanceof Redirected ? Verdict.REDIRECTED : Verdict.REACHABLE);
        List<Finding> findings = hops.stream().flatMap(h -> h.findings().stream()).distinct().sorted(Finding.ORDER).toList();
        String then = target.map(t -> ", then " + t.expect()).orElse("");
        boolean open = verdict == Verdict.UNKNOWN && !(outcome instanceof Outcome.Unknown);
        String words = open || verdict == Verdict.SUSPECT && own.stream().anyMatch(h -> h.status() == HopStatus.SUSPECT)
                ? "perhaps " + outcome.words() : outcome.words();
        return new Trace(request.url(), verdict, decisive.map(Hop::stage), hops, findings, met, outcome, words + then);
    }
}
