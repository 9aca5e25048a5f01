package io.istiodoctor.mend;

import io.istiodoctor.model.Kind;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.Obstacle;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds, for requests, the smallest change of the objects after which they arrive. */
public final class Mender {
    private static final int MOST_CANDIDATES = 8;
    /** How many states are looked at for a request; of a large mesh fewer, since each takes longer. */
    private static final int MOST_STATES = 400;
    private static final int FEWEST_STATES = 16;
    private static final int OBJECTS = 120_000;
    private static final int MOST_OTHERS = 1_500;

    private final World start;
    private final Wish wish;
    private final Approval approval;
    private final Effort effort;

    /**
     * What is asked for.
     *
     * @param to the Service to lead to where no object tells; empty to go by the objects alone
     * @param weaken whether changes that weaken the protection of something may be taken
     */
    public record Wish(Optional<Goal> to, boolean weaken) {}

    /**
     * How much is done for a request.
     *
     * @param states how many states are looked at, at most
     * @param others how many other requests are traced, of outside and of pods each, for a change to harm
     */
    record Effort(int states, int others) {}

    /**
     * A mender of one state.
     *
     * @param proxies what was made of it
     * @param now the time against which ages and expiry dates are judged
     */
    public Mender(Snapshot snapshot, Proxies proxies, Instant now, Wish wish) {
        this(new World(snapshot, proxies, now), wish, new Effort(MOST_STATES, MOST_OTHERS));
    }

    Mender(World start, Wish wish, Effort effort) {
        this.start = start;
        this.wish = wish;
        this.approval = new Approval(start);
        int bearable = Math.clamp(OBJECTS / Math.max(1, start.mesh().objects()), FEWEST_STATES, MOST_STATES);
        this.effort = new Effort(Math.min(effort.states, bearable), effort.others);
    }

    /** What would mend each of the requests, by itself; the others must not suffer from it. */
    public List<Mending> mend(List<TraceRequest> requests) {
        Bystanders others = new Bystanders(start, requests, effort.others);
        return requests.stream().map(r -> mend(r, others)).toList();
    }

    private Mending mend(TraceRequest request, Bystanders others) {
        Trace now = start.trace(request);
        if (Fate.arrives(now)) {
            return Fate.leaves(now)
                    ? Mending.unneeded(request, /* known= */ false, "It leaves what was read; nothing of that is in its way.")
                    : Mending.unneeded(request, /* known= */ true, now.asRead() == Verdict.BROKEN ? Fate.stop(now) : "");
        }
        Search search = new Search(start, request, wish, others, approval, effort.states);
        Optional<List<Remedy>> found = search.run();
        if (found.isPresent()) {
            return Mending.mended(request, found.get());
        }
        String left = search.left();
        return Mending.failed(request, now.asRead() != Verdict.UNKNOWN, left, search.withheld(), candidates(request));
    }

    // Where nothing has the host, any Service may be meant.
    private List<String> candidates(TraceRequest request) {
        Site site = new Site(start, request, wish.to);
        List<Obstacle> met = start.trace(request).obstacles();
        boolean entered = met.stream().noneMatch(o -> o instanceof Obstacle.NoEntry || o instanceof Obstacle.NoAddress);
        // A VirtualService names its destinations, whatever their weights.
        boolean nowhere = met.stream().findFirst().filter(o -> o instanceof Obstacle.NoDestination(var rule)
                && rule.filter(r -> !r.object().kind().equals(Kind.VIRTUAL_SERVICE.kind())).isPresent()).isPresent();
        boolean meant = !entered || wish.to.isPresent() || !nowhere && (site.client().isPresent() || !site.virtualServices().isEmpty()
                || !site.routes().isEmpty());
        return meant ? List.of() : start.mesh().services().stream().filter(s -> !s.gateway() && !s.system())
                .flatMap(s -> s.portNumbers().stream().map(p -> s.name() + "." + s.namespace() + ":" + p)).limit(MOST_CANDIDATES).toList();
    }
}
