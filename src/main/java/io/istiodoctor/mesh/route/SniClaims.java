package io.istiodoctor.mesh.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who has the names that connections to one address and port ask for. Matches come in the order in which istiod takes them; one of which a name
 * is taken gets none of its names (createGatewayTCPFilterChainOpts of Istio).
 *
 * @param <O> those who have names
 */
public final class SniClaims<O> {
    /** A name that another has already. */
    public record Taken<O>(String name, O owner) {}

    private final Map<String, O> owners = new HashMap<>();

    /** Gives the names of a match to its owner, unless one of them is taken. */
    public Optional<Taken<O>> claim(List<String> names, O owner) {
        Optional<Taken<O>> taken = names.stream().filter(owners::containsKey).findFirst().map(n -> new Taken<>(n, owners.get(n)));
        if (taken.isEmpty()) {
            names.forEach(n -> owners.put(n, owner));
        }
        return taken;
    }
}
