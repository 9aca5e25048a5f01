package io.istiodoctor.mesh;

import io.istiodoctor.mesh.Destination.Target;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A DestinationRule with the host that it is for. */
public final class DestinationRule implements Subject {
    private final Resource resource;
    private final Target target;
    private final List<Subset> subsets;

    /** @param routed subsets that routes lead to, "host|subset" */
    DestinationRule(Resource resource, Target target, Set<String> routed) {
        this.resource = resource;
        this.target = target;
        List<Node> nodes = resource.spec().get("subsets").elements();
        this.subsets = IntStream.range(0, nodes.size()).mapToObj(i -> new Subset(this, i, nodes.get(i),
                routed.contains(target.host() + "|" + nodes.get(i).text("name")))).toList();
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** The host as written. */
    public String written() {
        return resource.spec().text("host");
    }

    /** The host that is meant: a name without a dot completed with the rule's namespace. */
    public String host() {
        return target.host();
    }

    /** Whether it is for every host of a kind. */
    public boolean wildcard() {
        return HostPattern.isWildcard(written());
    }

    /** Whether a Service or ServiceEntry carries the host; yes for wildcards. */
    public boolean found() {
        return wildcard() || !target.carriers().isEmpty();
    }

    /** What it means that nothing carries the host: certain, inferred or unknown. */
    public String absence() {
        return target.certainty().name().toLowerCase(Locale.ROOT);
    }

    /** Why nothing is known of the host; empty when something is. */
    public String unknown() {
        return wildcard() ? "" : target.unknown();
    }

    /** The Service that was most likely meant. */
    public Optional<Service> nearestService() {
        return target.nearest();
    }

    /** The Service that carries the host. */
    public Optional<Service> service() {
        return target.carriers().stream().filter(Service.class::isInstance).map(Service.class::cast).findFirst();
    }

    /** Whether a ServiceEntry carries the host, so that more than pods may answer. */
    public boolean hasServiceEntry() {
        return target.carriers().stream().anyMatch(ServiceEntry.class::isInstance);
    }

    /** The subsets in the order of the manifest. */
    public List<Subset> subsets() {
        return subsets;
    }
}
