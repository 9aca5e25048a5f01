package io.istiodoctor.mend;

import io.istiodoctor.trace.KnownRequests;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Requests that arrive now, and must arrive at the same place after a change: those of outside, those of pods, and others that were named. */
final class Bystanders {
    /** Kinds that the proxies beside applications are not told of. */
    private static final Set<String> AT_GATEWAYS = Set.of("Gateway", "Secret", "ReferenceGrant", "ListenerSet", "GatewayClass", "Ingress");

    private record Known(TraceRequest request, Trace before) {}

    private final World world;
    private final List<TraceRequest> named;
    private final int most;
    private Optional<List<Known>> outside = Optional.empty();
    private Optional<List<Known>> inside = Optional.empty();

    /**
     * The requests of one state.
     *
     * @param named those that somebody asks for as well
     * @param most how many of outside, and how many of pods
     */
    Bystanders(World world, List<TraceRequest> named, int most) {
        this.world = world;
        this.named = named;
        this.most = most;
    }

    private List<Known> arriving(List<TraceRequest> requests) {
        return requests.stream().distinct().map(r -> new Known(r, world.trace(r))).filter(k -> Fate.arrives(k.before)).toList();
    }

    // Only where a change was found there is anything to harm.
    private List<Known> outside() {
        if (outside.isEmpty()) {
            List<TraceRequest> all = new ArrayList<>(named);
            all.addAll(KnownRequests.fromOutside(world.mesh(), world.proxies(), most));
            outside = Optional.of(arriving(all));
        }
        return outside.get();
    }

    private List<Known> inside() {
        if (inside.isEmpty()) {
            inside = Optional.of(arriving(KnownRequests.fromInside(world.mesh(), world.proxies(), most)));
        }
        return inside.get();
    }

    /** A request that these changes would harm. */
    Optional<TraceRequest> harmed(World after, List<Remedy> changes) {
        boolean gatewaysOnly = changes.stream().allMatch(c -> AT_GATEWAYS.contains(c.change().target().kind()));
        return harmed(outside(), after).or(() -> gatewaysOnly ? Optional.empty() : harmed(inside(), after));
    }

    private static Optional<TraceRequest> harmed(List<Known> known, World after) {
        return known.stream().filter(k -> Fate.worse(k.before, after.trace(k.request))).findFirst().map(Known::request);
    }
}
