package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.Speech;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A name in {@code sniHosts} of a VirtualService's tls rule. */
public final class SniHost extends WrittenPart {

    private final SniMatch match;

    private SniHost(SniMatch match, int index) {
        super(match.virtualService(), match.path() + ".sniHosts[" + index + "]", match.names().get(index));
        this.match = match;
    }

    /** The names of a VirtualService, in the order of the manifest. */
    public static List<SniHost> of(VirtualService virtualService) {
        return SniMatch.of(virtualService).stream().flatMap(m -> IntStream.range(0, m.names().size()).mapToObj(i -> new SniHost(m, i)))
                .toList();
    }

    /** Whether a host of the VirtualService covers it; Istio refuses the others. */
    @SeenByRules
    public boolean amongHosts() {
        return virtualService().hosts().stream()
                .anyMatch(h -> HostPattern.covers(h.written(), written()) || HostPattern.covers(h.host(), written()));
    }

    /** Servers of its Gateways that leave TLS to the application. */
    private List<GatewayServer> servers() {
        return virtualService().bindings().stream().map(Binding::server).filter(s -> s.speech() == Speech.PASSTHROUGH).toList();
    }

    /** Whether servers that leave TLS to the application are there, and none of them has the name. */
    @SeenByRules
    public boolean onNoServer() {
        List<GatewayServer> servers = servers();
        return !servers.isEmpty() && servers.stream().noneMatch(s -> s.accepts(written(), namespace()));
    }

    /** The host of the VirtualService that was most likely meant instead: one that is much like it, else the first; empty where there are only wildcards. What a server takes comes first. */
    @SeenByRules
    public Optional<String> nearest() {
        List<String> hosts = virtualService().hostNames().stream().filter(h -> !HostPattern.isWildcard(h)).toList();
        List<String> served = hosts.stream().filter(h -> servers().stream().anyMatch(s -> s.accepts(h, namespace()))).toList();
        return Nearest.host(written(), served).or(() -> Nearest.host(written(), hosts)).or(() -> served.stream().findFirst())
                .or(() -> hosts.stream().findFirst());
    }

    /** A VirtualService before this one with the very same name on each of those servers for which the match is: istiod drops the rule of the later. */
    @SeenByRules
    public Optional<VirtualService> takenBy() {
        Bindings bindings = virtualService().others().bindings();
        List<Optional<VirtualService>> each = servers().stream().filter(match::holdsOn)
                .map(s -> bindings.before(s, virtualService(), o -> o.sniBefore(match, written()))).toList();
        return each.isEmpty() || each.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : each.getFirst();
    }

    /** The rule of the VirtualService that it is in: spec.tls[0]. */
    @SeenByRules
    public String rulePath() {
        return path().substring(0, path().indexOf(".match["));
    }

    /** Whether that is the VirtualService's only rule. */
    @SeenByRules
    public boolean onlyRule() {
        return virtualService().rules().size() == 1;
    }
}
