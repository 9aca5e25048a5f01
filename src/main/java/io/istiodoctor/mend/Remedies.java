package io.istiodoctor.mend;

import io.istiodoctor.mend.Mender.Wish;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.trace.Obstacle;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What may remove an obstacle. Nothing here is sure: each change is tried. */
final class Remedies {
    /** How many changes are tried at one place: of what is only guessed there may be thousands. */
    private static final int MOST = 50;

    private Remedies() {}

    /** The changes that may let the request pass the first thing that stops it, the cheapest first. */
    static List<Remedy> of(World world, TraceRequest request, Wish wish, Trace trace) {
        if (trace.obstacles().isEmpty()) {
            return List.of();
        }
        Site site = new Site(world, request, wish.to());
        Obstacle first = trace.obstacles().getFirst();
        return Stream.concat(of(site, first), first instanceof Obstacle.NotKnown ? Stream.empty() : passedOn(site))
                .sorted(Comparator.comparingInt(Remedy::cost)).distinct().limit(MOST).toList();
    }

    // What the proxy beside a client was not told of, or has no rules for, it passes on as it is, which may be what goes wrong later.
    private static Stream<Remedy> passedOn(Site site) {
        return site.client().filter(Workload::sidecar).stream()
                .flatMap(c -> Stream.concat(new ImportRemedies(site).hidden(site.host(), site.request().port(), c),
                        new DelegateRemedies(site).handedOn()));
    }

    private static Stream<Remedy> of(Site site, Obstacle obstacle) {
        return switch (obstacle) {
            case Obstacle.NothingListens n -> Stream.of(new ListenerRemedies(site, n.entry(), n.pod()).silent(n.bound()),
                    new HostRemedies(site).meant(), new ParentRemedies(site, n.pod(), n.entry()).all()).flatMap(s -> s);
            case Obstacle.HostNotServed n -> Stream.of(new ListenerRemedies(site, n.entry(), n.pod()).unserved(n.listener()),
                    new HostRemedies(site).meant(), new ParentRemedies(site, n.pod(), n.entry()).all()).flatMap(s -> s);
            case Obstacle.HostTwice n -> new ListenerRemedies(site, n.entry(), n.pod()).twice();
            case Obstacle.SchemeDiffers n -> Stream.empty();
            case Obstacle.CertificateUnusable n -> new CertificateRemedies(site, n.pod()).unusable(n);
            case Obstacle.ClientCertificateAsked n -> new CertificateRemedies(site, "").asked(n.chain());
            case Obstacle.NoRouteBound n -> Stream.of(new BindingRemedies(site, n.pod()).bound(n.chain().origin()),
                    new DelegateRemedies(site).handedOn(), new HostRemedies(site).meant(),
                    new ParentRemedies(site, n.pod(), n.entry()).all()).flatMap(s -> s);
            case Obstacle.NoRuleTakes n -> Stream.concat(new DelegateRemedies(site).handedOn(), new RuleRemedies(site).taken(n.routes()));
            case Obstacle.NoDestination n -> new DestinationRemedies(site).weightless(n.rule());
            case Obstacle.NoCluster n -> new DestinationRemedies(site).missing(n);
            case Obstacle.NotKnown n -> new ImportRemedies(site).known(n);
            case Obstacle.PortNotOffered n -> new EndpointRemedies(site).offered(n.service(), n.port());
            case Obstacle.NoEndpoint n -> new EndpointRemedies(site).none(n);
            case Obstacle.PortClosed n -> new EndpointRemedies(site).closed(n);
            case Obstacle.SpeechDiffers n -> new SpeechRemedies(site).differs(n);
            case Obstacle.GrpcAsHttp n -> new SpeechRemedies(site).grpc(n);
            case Obstacle.NotAccepted n -> new SpeechRemedies(site).notAccepted(n);
            case Obstacle.NoEntry n -> Stream.empty();
            case Obstacle.NoAddress n -> Stream.empty();
            case Obstacle.Denied n -> new PolicyRemedies(site).opened(n);
            case Obstacle.NetworkShut n -> new NetworkRemedies(site).opened(n);
            case Obstacle.ProxyAnswers n -> Stream.empty();
            case Obstacle.Outside n -> Stream.empty();
        };
    }
}
