package io.istiodoctor.mend;

import io.istiodoctor.trace.Hop;
import io.istiodoctor.trace.HopStatus;
import io.istiodoctor.trace.Obstacle;
import io.istiodoctor.trace.Outcome;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.Verdict;
import java.util.List;
import java.util.Optional;

/** What a trace means for mending: whether the request arrives, how far it gets, what is worse than what. */
final class Fate {
    /** How far a request is that arrives. */
    static final int THERE = 9;

    private Fate() {}

    /** Whether it is answered, redirected, answered by a proxy as a rule says, or leaves what was read. */
    static boolean arrives(Trace trace) {
        List<Obstacle> met = trace.obstacles();
        if (met.isEmpty()) {
            return trace.asRead() == Verdict.REACHABLE || trace.outcome() instanceof Outcome.Redirected;
        }
        return trace.answeredByProxy() || leaves(trace);
    }

    /** Whether it leaves what was read, and nothing before is in its way. */
    static boolean leaves(Trace trace) {
        List<Obstacle> met = trace.obstacles();
        return !met.isEmpty() && met.stream().allMatch(o -> o instanceof Obstacle.Outside) && trace.asRead() == Verdict.UNKNOWN
                && trace.hops().stream().filter(h -> h.status() != HopStatus.OK).count() == 1;
    }

    /** The stages that it passes before it is stopped, from 0 to {@link #THERE}. */
    static int progress(Trace trace) {
        return arrives(trace) ? THERE : trace.obstacles().isEmpty() ? 0 : switch (trace.obstacles().getFirst()) {
            case Obstacle.NoEntry n -> 0;
            case Obstacle.NoAddress n -> 0;
            case Obstacle.NothingListens n -> 1;
            case Obstacle.HostTwice h -> 1;
            case Obstacle.SchemeDiffers s -> 2;
            case Obstacle.HostNotServed h -> 2;
            case Obstacle.CertificateUnusable c -> 3;
            case Obstacle.ClientCertificateAsked c -> 3;
            case Obstacle.NoRouteBound n -> 4;
            case Obstacle.NotKnown n -> 4;
            case Obstacle.NoRuleTakes n -> 5;
            case Obstacle.NoDestination n -> 6;
            case Obstacle.ProxyAnswers p -> 6;
            case Obstacle.NoCluster n -> 6;
            case Obstacle.PortNotOffered p -> 6;
            case Obstacle.NoEndpoint n -> 7;
            case Obstacle.NotAccepted n -> 7;
            case Obstacle.Denied d -> 7;
            case Obstacle.NetworkShut n -> 7;
            case Obstacle.PortClosed p -> 8;
            case Obstacle.SpeechDiffers s -> 8;
            case Obstacle.GrpcAsHttp g -> 8;
            case Obstacle.Outside o -> 8;
        };
    }

    /** What stops the request, as a sentence; empty when nothing does. */
    static String stop(Trace trace) {
        return first(trace, HopStatus.BROKEN).or(() -> first(trace, HopStatus.UNKNOWN)).or(() -> first(trace, HopStatus.SUSPECT))
                .orElse("");
    }

    private static Optional<String> first(Trace trace, HopStatus status) {
        return trace.hops().stream().filter(h -> h.status() == status).findFirst().map(Hop::message);
    }

    /** Whether a request that arrived before does not arrive now, or elsewhere. */
    static boolean worse(Trace before, Trace now) {
        boolean worked = before.asRead() == Verdict.REACHABLE || before.asRead() == Verdict.REDIRECTED;
        boolean elsewhere = !before.outcome().equals(now.outcome())
                || worked && !before.hops().getLast().object().equals(now.hops().getLast().object());
        return !arrives(now) || elsewhere || worked && now.asRead() != before.asRead();
    }
}
