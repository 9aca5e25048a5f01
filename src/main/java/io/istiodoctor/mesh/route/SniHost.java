package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A name in {@code sniHosts} of a VirtualService's tls rule. */
public final class SniHost extends WrittenPart {

    private SniHost(VirtualService virtualService, String path, String written) {
        super(virtualService, path, written);
    }

    /** The names of a VirtualService, in the order of the manifest. */
    public static List<SniHost> of(VirtualService virtualService) {
        List<SniHost> found = new ArrayList<>();
        List<Node> rules = virtualService.resource().spec().get("tls").elements();
        for (int i = 0; i < rules.size(); i++) {
            List<Node> matches = rules.get(i).get("match").elements();
            for (int j = 0; j < matches.size(); j++) {
                List<Node> names = matches.get(j).get("sniHosts").elements();
                for (int k = 0; k < names.size(); k++) {
                    found.add(new SniHost(virtualService, "spec.tls[" + i + "].match[" + j + "].sniHosts[" + k + "]",
                            names.get(k).text().orElse("")));
                }
            }
        }
        return found;
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

    /** The hosts of those servers. */
    @SeenByRules
    public List<String> serverHosts() {
        return servers().stream().flatMap(s -> s.hostNames().stream()).distinct().toList();
    }

    /** A VirtualService before this one with the very same name on one of those servers: istiod drops the rule of the later. */
    @SeenByRules
    public Optional<VirtualService> takenBy() {
        Bindings bindings = virtualService().others().bindings();
        return servers().stream().flatMap(s -> bindings.before(s, virtualService(), o -> o.sniBefore(virtualService(), written())).stream())
                .findFirst();
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
