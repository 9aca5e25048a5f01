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

    /** What is still to be looked at. */
    private sealed interface Open {
        /** What it costs, and about what more it will. */
        int estimate();

        /** Which of two that are alike was thought of first. */
        int number();
    }

    private record State(World world, Trace trace, List<Remedy> taken, int cost, int number) implements Open {
        @Override
        public int estimate() {
            return cost + Fate.THERE - Fate.progress(trace);
        }
    }

    /** A change that nobody has tried yet: it may be all that is needed. */
    private record Untried(State before, Remedy remedy, List<Remedy> taken, int number) implements Open {
        @Override
        public int estimate() {
            return before.cost + remedy.cost();
        }
    }

    private final Trace first;
    private final TraceRequest request;
    private final Wish wish;
    private final Bystanders others;
    private final Approval approval;
    private final Set<Set<Change>> seen = new HashSet<>();
    private final PriorityQueue<Open> open = new PriorityQueue<>(Comparator.comparingInt(Open::estimate).thenComparingInt(Open::number));
    /** Changes that weaken something, kept for when nothing else helps. */
    private final List<Untried> weakening = new ArrayList<>();
    private final int most;
    private int looked;
    private int thought;
    private boolean stopped;
    private boolean weaken;
    private String harm = "";
    private State farthest;

    /** @param most how many states are looked at */
    Search(World start, TraceRequest request, Wish wish, Bystanders others, Approval approval, int most) {
        this.most = most;
        this.first = start.trace(request);
        this.request = request;
        this.wish = wish;
        this.others = others;
        this.approval = approval;
        this.weaken = wish.weaken();
        this.farthest = new State(start, first, List.of(), 0, 0);
        open.add(farthest);
    }

    /** Goes on from where the search ended, with what weakens something: what would let the request arrive; empty when nothing would. */
    List<Remedy> withheld() {
        if (weakening.isEmpty()) {
            return List.of();
        }
        weaken = true;
        looked = 0;
        open.addAll(weakening);
        weakening.clear();
        return run().orElse(List.of());
    }

    /** The changes, in order; empty when none were found. */
    Optional<List<Remedy>> run() {
        while (!open.isEmpty()) {
            switch (open.remove()) {
                case Untried untried when looked < most -> follow(untried).ifPresent(open::add);
                case Untried untried -> stopped = true;
                case State state when Fate.arrives(state.trace) -> {
                    if (acceptable(state)) {
                        return Optional.of(state.taken);
                    }
                }
                case State state -> {
                    if (Fate.progress(state.trace) > Fate.progress(farthest.trace)) {
                        farthest = state;
                    }
                    if (state.taken.size() < LONGEST) {
                        expand(state);
                    }
                }
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

    private void expand(State state) {
        for (Remedy remedy : Remedies.of(state.world, request, wish, state.trace)) {
            List<Remedy> taken = new ArrayList<>(state.taken);
            taken.add(remedy);
            if (seen.add(new HashSet<>(taken.stream().map(Remedy::change).toList()))) {
                Untried untried = new Untried(state, remedy, taken, ++thought);
                if (remedy.weakens() && !weaken) {
                    weakening.add(untried);
                } else {
                    open.add(untried);
                }
            }
        }
    }

    private Optional<State> follow(Untried untried) {
        looked++;
        State before = untried.before;
        Remedy remedy = untried.remedy;
        World world;
        try {
            world = before.world.after(remedy.change());
        } catch (IllegalArgumentException nothingThere) {
            return Optional.empty();
        }
        Trace trace = world.trace(request);
        boolean shows = remedy.prepares() || remedy.partial() || !told(trace).equals(told(before.trace))
                || !reasons(world).equals(reasons(before.world));
        return !shows ? Optional.empty()
                : Optional.of(
                        new State(world, trace, untried.taken, untried.estimate() + (trace.answeredByProxy() ? 3 : 0), untried.number));
    }

    // Of what is left out only the first reason is told; behind it may be another.
    private static List<LeftOut.Reason> reasons(World world) {
        return world.proxies().unconverted().stream().map(LeftOut::reason).toList();
    }

    private static List<String> told(Trace trace) {
        return trace.hops().stream().map(Hop::message).toList();
    }

    /** Why nothing was found. */
    String left() {
        String stop = Fate.stop(farthest.trace);
        String before = Fate.stop(first);
        String out = farthest.trace.obstacles().stream().findFirst().map(WayOut::of).orElse("");
        String then = (stop.equals(before) ? before : before + " Behind that: " + stop) + out;
        String all = harm.isEmpty() ? then : then + " " + harm + ".";
        return !stopped ? all : all + " In a mesh of this size the " + looked + " cheapest changes were tried, and there are more.";
    }
}
