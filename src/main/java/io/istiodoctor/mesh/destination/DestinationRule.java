package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.service.ResolvedHost;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServiceEntry;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A DestinationRule with the host that it is for. */
public final class DestinationRule implements Subject {
    private final Resource resource;
    private final ResolvedHost target;
    private final Surroundings surroundings;
    private final List<Subset> subsets;

    /**
     * What a DestinationRule cannot know by itself.
     *
     * @param routed subsets that routes lead to
     * @param missed hosts that routes lead to and nothing carries
     * @param wrapped hosts to which gateways pass the client's own TLS, and begin another TLS around it
     * @param gatewayNamespaces where gateways run
     */
    public record Surroundings(Set<SubsetName> routed, Set<String> missed, Set<String> wrapped, PeerModes peers, MeshConfig config,
            Set<String> gatewayNamespaces) {}

    /** A subset of a host. */
    public record SubsetName(String host, String subset) {}

    /** A rule, with what its host means. */
    public DestinationRule(Resource resource, ResolvedHost target, Surroundings surroundings) {
        this.resource = resource;
        this.target = target;
        this.surroundings = surroundings;
        List<Node> nodes = resource.spec().get("subsets").elements();
        this.subsets = IntStream.range(0, nodes.size()).mapToObj(i -> new Subset(this, i, nodes.get(i),
                surroundings.routed.contains(new SubsetName(target.host(), nodes.get(i).text("name"))))).toList();
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** The host as written. */
    @SeenByRules
    public String written() {
        return resource.spec().text("host");
    }

    /** The host that is meant: a name without a dot completed with the rule's namespace. */
    @SeenByRules
    public String host() {
        return target.host();
    }

    /** Whether it is for every host of a kind. */
    @SeenByRules
    public boolean wildcard() {
        return HostPattern.isWildcard(written());
    }

    /** Whether a Service or ServiceEntry carries the host; yes for wildcards. */
    @SeenByRules(certainty = "absence")
    public boolean found() {
        return wildcard() || !target.carriers().isEmpty();
    }

    /** Whether a route leads to the host too, which nothing carries: what is wrong is told there. */
    @SeenByRules
    public boolean missedByRoute() {
        return !found() && surroundings.missed.contains(host());
    }

    /** What it means that nothing carries the host: certain, inferred or unknown. */
    @SeenByRules
    public Certainty absence() {
        return target.certainty();
    }

    /** Why nothing is known of the host; empty when something is. */
    @SeenByRules
    public String unknown() {
        return wildcard() ? "" : target.unknown();
    }

    /** The Service that was most likely meant. */
    @SeenByRules
    public Optional<Service> nearestService() {
        return target.nearest();
    }

    /** The Service that carries the host. */
    @SeenByRules(certainty = "absence")
    public Optional<Service> service() {
        return target.carriers().stream().filter(Service.class::isInstance).map(Service.class::cast).findFirst();
    }

    /** Whether a ServiceEntry carries the host, so that more than pods may answer. */
    @SeenByRules
    public boolean hasServiceEntry() {
        return target.carriers().stream().anyMatch(ServiceEntry.class::isInstance);
    }

    /** The ServiceEntries that carry the host. */
    @SeenByRules(certainty = "absence")
    public List<ServiceEntry> serviceEntries() {
        return target.carriers().stream().filter(ServiceEntry.class::isInstance).map(ServiceEntry.class::cast).toList();
    }

    private Optional<MutualTls> mismatch() {
        var itself = new DestinationRules.Choice(List.of(resource), false);
        return service()
                .flatMap(s -> s.ports().stream().flatMap(p -> MutualTls.mismatch(itself, p, surroundings.peers).stream()).findFirst());
    }

    /** Whether it makes clients send plain text to pods that take mTLS only. */
    @SeenByRules
    public boolean plaintextRefused() {
        return mismatch().filter(m -> m.sent().equals("DISABLE")).isPresent();
    }

    /** Whether it makes clients send mTLS to pods that take plain text only. */
    @SeenByRules
    public boolean mtlsRefused() {
        return mismatch().filter(m -> m.sent().equals("ISTIO_MUTUAL")).isPresent();
    }

    /** The section whose mode does not fit what the pods take: that of a port, else that of the whole policy. */
    @SeenByRules
    public String tlsSection() {
        List<Node> ports = resource.spec().get("trafficPolicy").get("portLevelSettings").elements();
        String sent = mismatch().map(MutualTls::sent).orElse("");
        return IntStream.range(0, ports.size()).filter(i -> ports.get(i).get("tls").text("mode").equals(sent)).boxed().findFirst()
                .map(i -> "spec.trafficPolicy.portLevelSettings[" + i + "].tls").orElse("spec.trafficPolicy.tls");
    }

    /** Whether no proxy runs beside the pods that are sent mTLS. */
    @SeenByRules
    public boolean proxyMissing() {
        return mismatch().filter(m -> m.taken().equals("NO PROXY")).isPresent();
    }

    /** "PeerAuthentication namespace/name" that says what the pods take; empty for the default. */
    @SeenByRules
    public String peerPolicy() {
        return mismatch().flatMap(MutualTls::policy).map(p -> p.ref().toString()).orElse("");
    }

    /** The release of istiod; empty when it is not known. */
    Optional<IstioVersion> istioVersion() {
        return surroundings.config.controlPlaneVersion();
    }

    /** Whether gateways begin TLS to the host around that of the client. */
    boolean wrapped() {
        return surroundings.wrapped.contains(host());
    }

    /** Whether gateways run beside it, so that it is for them first of all. */
    boolean besideGateways() {
        return surroundings.gatewayNamespaces.contains(namespace());
    }

    /** The subsets in the order of the manifest. */
    @SeenByRules
    public List<Subset> subsets() {
        return subsets;
    }
}
