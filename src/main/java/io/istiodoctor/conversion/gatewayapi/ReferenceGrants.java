package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which references to other namespaces are allowed (gatewaycommon/references.go). */
final class ReferenceGrants {
    private static final Set<Kind> FROM = EnumSet.of(Kind.KUBERNETES_GATEWAY, Kind.LISTENER_SET, Kind.HTTP_ROUTE, Kind.GRPC_ROUTE,
            Kind.TLS_ROUTE,
            Kind.TCP_ROUTE);
    private static final Set<Kind> TO = EnumSet.of(Kind.CONFIG_MAP, Kind.SECRET, Kind.SERVICE);
    private static final String ANY = "";

    /** From objects of a kind in a namespace to such in another. */
    private record Direction(Kind from, String fromNamespace, Kind to, String toNamespace) {}

    private final ConversionInput input;
    private final Map<Direction, Set<String>> names = new HashMap<>();

    ReferenceGrants(ConversionInput input) {
        this.input = input;
        input.all(Kind.REFERENCE_GRANT).forEach(this::read);
    }

    private void read(Resource grant) {
        for (Node from : grant.spec().get("from").elements()) {
            for (Node to : grant.spec().get("to").elements()) {
                Optional<Kind> source = kind(from).filter(FROM::contains);
                Optional<Kind> target = kind(to).filter(TO::contains);
                if (source.isPresent() && target.isPresent()) {
                    names.computeIfAbsent(new Direction(source.get(), from.text("namespace"), target.get(), grant.ref().namespace()),
                            any -> new HashSet<>()).add(to.get("name").text().orElse(ANY));
                }
            }
        }
    }

    private static Optional<Kind> kind(Node reference) {
        String group = reference.text("group");
        return Kind.of(group.isEmpty() ? "v1" : group + "/v1", reference.text("kind"));
    }

    /**
     * Why a reference is not allowed; empty when it is.
     *
     * @param to empty for a kind that no grant of istiod's can be for
     */
    Optional<Presence.Absent> missing(Kind from, String fromNamespace, Optional<Kind> to, String toNamespace, String name) {
        if (fromNamespace.equals(toNamespace)) {
            return Optional.empty();
        }
        Optional<Kind> target = to.filter(TO::contains);
        if (target.isEmpty()) {
            return Optional.of(new Presence.Absent(Certainty.CERTAIN, ""));
        }
        Set<String> granted = names.getOrDefault(new Direction(from, fromNamespace, target.get(), toNamespace), Set.of());
        return granted.contains(ANY) || granted.contains(name) ? Optional.empty()
                : Optional.of(input.others(Kind.REFERENCE_GRANT, toNamespace));
    }
}
