package io.istiodoctor.mend;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mend.Mender.Wish;
import io.istiodoctor.trace.Hop;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The search for the changes after which a request arrives, the cheapest first. What a state lacks is known from where the request stops there; a
 * change after which it stops at the same place, for the same reason, is none.
 */
final class Search {
    private static final int LONGEST = 7;

    private record State(World world, Trace trace, List<Remedy> taken, int cost, int number) {
        /** What it has cost, and about what it will. */
        int estimate() {
            return cost + Fate.THERE - Fate.progress(trace);
        }
    }

    private final World start;
    private final TraceRequest request;
    private final Wish wish;
    private final Bystanders others;
    private final Approval approval;
    private final Set<Set<Change>> seen = new HashSet<>();
    private final int most;
    private int looked;
    private boolean weakening;
    private String harm = "";
    private State farthest;

    /** @param most how many states are looked at */
    Search(World start, TraceRequest request, Wish wish, Bystanders others, Approval approval, int most) {
        this.most = most;
        this.start = start;
        this.request = request;
        this.wish = wish;
        this.others = others;
        this.approval = approval;
        this.farthest = new State(start, start.trace(request), List.of(), 0, 0);
    }

    /** The changes, in order; empty when none were found. */
    Optional<List<Remedy>> run(boolean weaken) {
        PriorityQueue<State> open = new PriorityQueue<>(Comparator.comparingInt(State::estimate).thenComparingInt(State::number));
        open.add(farthest);
        while (!open.isEmpty() && looked < most) {
            State state = open.remove();
            if (Fate.arrives(state.trace)) {
                if (acceptable(state)) {
                    return Optional.of(state.taken);
                }
                continue;
            }
            if (Fate.progress(state.trace) > Fate.progress(farthest.trace)) {
                farthest = state;
            }
            if (state.taken.size() < LONGEST) {
                expand(state, weaken, open);
            }
        }
        return Optional.empty();
    }

    private boolean acceptable(State state) {
        Optional<TraceRequest> harmed = others.harmed(state.world, state.taken);
        if (harmed.isPresent()) {
            harm = state.taken.getLast().title() + " would harm " + harmed.get().url();
            return false;
        }
        return approval.granted(state.world, state.taken);
    }

    private void expand(State state, boolean weaken, PriorityQueue<State> open) {
        for (Remedy remedy : Remedies.of(state.world, request, wish, state.trace)) {
            if (remedy.weakens() && !weaken) {
                weakening = true;
                continue;
            }
            List<Remedy> taken = new ArrayList<>(state.taken);
            taken.add(remedy);
            if (seen.add(new HashSet<>(taken.stream().map(Remedy::change).toList()))) {
                follow(state, remedy, taken).ifPresent(open::add);
            }
        }
    }

    private Optional<State> follow(State state, Remedy remedy, List<Remedy> taken) {
        looked++;
        World world;
        try {
            world = state.world.after(remedy.change());
        } catch (IllegalArgumentException nothingThere) {
            return Optional.empty();
        }
        Trace trace = world.trace(request);
        return !remedy.prepares() && !remedy.partial() && told(trace).equals(told(state.trace)) && reasons(world).equals(reasons(state.world)) ? Optional.empty()
                : Optional.of(new State(world, trace, taken, state.cost + remedy.cost() + (Fate.answeredByProxy(trace) ? 3 : 0), looked));
    }

    // Of what is left out only the first reason is told; behind it may be another.
    private static List<LeftOut.Reason> reasons(World world) {
        return world.proxies().unconverted().stream().map(LeftOut::reason).toList();
    }

    private static List<String> told(Trace trace) {
        return trace.hops().stream().map(Hop::message).toList();
    }

    /** Whether a change was passed over because it weakens something. */
    boolean weakening() {
        return weakening;
    }

    /** Why nothing was found. */
    String left() {
        String stop = Fate.stop(farthest.trace);
        String first = Fate.stop(start.trace(request));
        String out = farthest.trace.obstacles().stream().findFirst().map(WayOut::of).orElse("");
        String then = (stop.equals(first) ? first : first + " Behind that: " + stop) + out;
        return harm.isEmpty() ? then : then + " " + harm + ".";
    }
}
