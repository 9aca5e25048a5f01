package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One host of a VirtualService. */
public final class VirtualServiceHost extends WrittenPart {
    private final String host;
    private final boolean meshHost;

    VirtualServiceHost(VirtualService virtualService, int index, String written, String host, boolean meshHost) {
        super(virtualService, "spec.hosts[" + index + "]", written);
        this.host = host;
        this.meshHost = meshHost;
    }

    /** Whether it has no dot, so that it means a Service beside the VirtualService: never what a client outside asks for. */
    @SeenByRules
    public boolean shortName() {
        return !written().contains(".") && !written().contains(":") && !written().startsWith("*") && !written().isEmpty();
    }

    /** The full name that it means. */
    @SeenByRules
    public String host() {
        return host;
    }

    /** Whether a Service or ServiceEntry of the mesh has this host. */
    @SeenByRules(certainty = "meshHostAbsence")
    public boolean meshHost() {
        return meshHost;
    }

    /** Where the VirtualService also holds for the mesh: what it means that no Service has this host; else certain. */
    @SeenByRules
    public Certainty meshHostAbsence() {
        return virtualService().inMesh() ? virtualService().meshHostAbsence() : Certainty.CERTAIN;
    }

    /** Whether a server of one of its Gateways accepts this host for the VirtualService's namespace. */
    @SeenByRules
    public boolean accepted() {
        return virtualService().topGateways().stream().anyMatch(g -> g.accepts(shortName() ? host : written()));
    }

    /** Whether a server names the host, by itself or by a wildcard for a part of all names. */
    @SeenByRules
    public boolean named() {
        return virtualService().gatewayHostNames().stream().anyMatch(h -> !h.equals("*") && HostPattern.covers(h, host));
    }

    /** Whether a server has the host, but keeps it for VirtualServices of other namespaces. */
    @SeenByRules
    public boolean acceptedForOtherNamespace() {
        return !accepted() && virtualService().gatewayHostNames().stream().anyMatch(h -> HostPattern.overlap(h, written()));
    }

    /** Whether another host of the same VirtualService is accepted. */
    @SeenByRules
    public boolean siblingAccepted() {
        return virtualService().hosts().stream().anyMatch(VirtualServiceHost::accepted);
    }

    /** Whether the VirtualService is refused for this host: it is no name. */
    @SeenByRules
    public boolean refused() {
        return virtualService().others().refuses(resource(), path());
    }

    /** Whether an asterisk stands elsewhere than at the very beginning, which Istio refuses. */
    @SeenByRules
    public boolean wildcardInside() {
        return WrittenHost.wildcardInside(written());
    }

    /** A Gateway's server for this host, where the VirtualService names no Gateway and the host is none of the mesh. */
    @SeenByRules(certainty = "meshHostAbsence", absentWhenTrue = true)
    public Optional<GatewayServer> serverUnused() {
        boolean outside = virtualService().topGateways().isEmpty() && !shortName() && !meshHost && !written().equals("*");
        return outside ? virtualService().others().serverFor(host) : Optional.empty();
    }

    /** Another VirtualService that has this host for proxies of the mesh that see both. */
    @SeenByRules
    public Optional<VirtualService> meshRival() {
        return virtualService().inMesh() ? virtualService().others().rivalOf(this) : Optional.empty();
    }

    /** Whether it and the rival stand in two namespaces and are for no gateway, so that each can be kept to the proxies beside it. */
    @SeenByRules
    public boolean separable() {
        return virtualService().topGateways().isEmpty()
                && meshRival().filter(r -> !r.namespace().equals(namespace()) && r.topGateways().isEmpty()).isPresent();
    }

    /** Whether it and the rival are exported alike: both everywhere, or both to some namespaces. Else the narrower one is preferred. */
    @SeenByRules
    public boolean rivalAlike() {
        return meshRival().filter(r -> r.audience().everywhere() == virtualService().audience().everywhere()).isPresent();
    }

    /** Whether the rival is certainly the younger one, so that it is the one which is left out. */
    @SeenByRules
    public boolean rivalYounger() {
        return meshRival().filter(r -> Age.known(r.resource(), resource()) && Age.OLDEST_FIRST.compare(resource(), r.resource()) < 0)
                .isPresent();
    }

    /** The Gateway's host that was most likely meant. */
    @SeenByRules
    public Optional<String> nearestGatewayHost() {
        List<String> names = virtualService().gatewayHostNames();
        return Nearest.name(written(), names).or(() -> names.stream().filter(h -> !HostPattern.isWildcard(h)).findFirst());
    }

    /**
     * Whether the rival is the one that all sidecars follow: both are exported everywhere, and it is older, or comes first by name where none says when it was
     * made.
     */
    @SeenByRules
    public boolean rivalFirst() {
        return rivalAlike() && virtualService().audience().everywhere()
                && meshRival().filter(r -> Age.OLDEST_FIRST.compare(r.resource(), resource()) < 0).isPresent();
    }

    /** Where the VirtualService, which is for Gateways too, says that it is for the mesh: spec.gateways[0]; else empty. */
    @SeenByRules
    public String meshPlace() {
        List<String> named = resource().spec().get("gateways").elements().stream().map(g -> g.text().orElse("")).toList();
        return virtualService().topGateways().isEmpty() || !named.contains(GatewayName.MESH) ? ""
                : "spec.gateways[" + named.indexOf(GatewayName.MESH) + "]";
    }

    /** Whether the VirtualService has no other host. */
    @SeenByRules
    public boolean onlyHost() {
        return virtualService().hosts().size() == 1;
    }

    /** Whether the rival, which is for the same hosts and Gateways, can take the http rules of this VirtualService in front of its own. */
    @SeenByRules
    public boolean mergeable() {
        return meshRival().filter(virtualService()::alike)
                .filter(r -> Stream.of(r, virtualService()).allMatch(v -> v.sections().equals(List.of("http"))))
                .filter(r -> Stream.of(r, virtualService()).flatMap(v -> v.rules().stream()).filter(VirtualServiceRule::unconditional)
                        .count() < 2)
                .isPresent();
    }

    /** The http rules of both: those of this VirtualService that ask for something, those of the rival, and what this one does with all other requests. */
    @SeenByRules
    public Node mergedRules() {
        List<VirtualServiceRule> own = virtualService().rules();
        Stream<VirtualServiceRule> theirs = meshRival().stream().flatMap(r -> r.rules().stream());
        return new Sequence(Stream.concat(Stream.concat(own.stream().filter(r -> !r.unconditional()), theirs),
                own.stream().filter(VirtualServiceRule::unconditional)).map(VirtualServiceRule::written).toList(), Mark.NONE);
    }
}
