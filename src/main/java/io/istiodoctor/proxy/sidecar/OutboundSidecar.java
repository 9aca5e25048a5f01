package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.SidecarOutbound;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.Resolution;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The outgoing side of one pod's proxy, port by port (buildSidecarOutboundListeners of Istio). */
final class OutboundSidecar implements SidecarOutbound {
    /** The listeners of a port by address, and what lost there. */
    private record Port(Map<String, EnvoyListener> byAddress, PortListeners made) {}

    private final Mesh mesh;
    private final EndpointRegistry endpoints;
    private final EgressScope scope;
    private final Workload pod;
    private final ListenAddresses addresses;
    private final OutboundChains chains;
    private final OutboundAbsences absences;
    private final Map<Long, Port> ports = new HashMap<>();

    OutboundSidecar(Mesh mesh, EndpointRegistry endpoints, EgressScope scope, Workload pod, OutboundChains chains, OutboundAbsences absences) {
        this.mesh = mesh;
        this.endpoints = endpoints;
        this.scope = scope;
        this.pod = pod;
        this.addresses = new ListenAddresses(mesh, pod);
        this.chains = chains;
        this.absences = absences;
    }

    @Override
    public Optional<EnvoyListener> listener(String address, long port) {
        Map<String, EnvoyListener> found = port(port).byAddress();
        return Optional.ofNullable(found.getOrDefault(address, found.get(addresses.wildcard())));
    }

    @Override
    public List<EnvoyListener> listeners() {
        SortedSet<Long> numbers = new TreeSet<>();
        for (EgressListener e : scope.listeners()) {
            if (e.port() != 0) {
                numbers.add(e.port());
            } else {
                e.services().forEach(s -> s.ports().forEach(p -> numbers.add(p.number())));
            }
        }
        return numbers.stream().flatMap(n -> port(n).byAddress().values().stream()).distinct().toList();
    }

    @Override
    public List<LeftOut> leftOut(String host, long port) {
        return absences.of(host, port, port(port).made().lost(host));
    }

    @Override
    public ClusterName unknown() {
        return scope.unknown().cluster();
    }

    private Port port(long port) {
        return ports.computeIfAbsent(port, this::make);
    }

    private Port make(long port) {
        boolean old = mesh.config().environment("PILOT_HTTP10").filter(v -> v.equals("true") || v.equals("1")).isPresent();
        PortListeners made = new PortListeners(addresses.wildcard(), old ? List.of("http/1.0", "http/1.1", "h2c") : List.of("http/1.1", "h2c"));
        for (EgressListener egress : scope.listeners()) {
            if (egress.port() == port) {
                own(egress, made);
            } else if (egress.port() == 0) {
                made.close();
                for (RegistryService s : egress.services()) {
                    s.ports().stream().filter(p -> p.number() == port).forEach(p -> all(egress, s, p, made));
                }
            }
        }
        FilterChain fallthrough = fallthrough();
        Map<String, EnvoyListener> byAddress = new LinkedHashMap<>();
        made.byAddress().forEach((address, draft) -> byAddress.put(address, draft.finish(fallthrough)));
        return new Port(byAddress, made);
    }

    private void own(EgressListener egress, PortListeners made) {
        String bind = bind(egress);
        if (reserved(egress, bind, egress.port(), Protocol.parse(egress.protocol()))) {
            return;
        }
        RegistryPort port = new RegistryPort(egress.port(), "", Protocol.parse(egress.protocol()), 0, Optional.empty(), egress.origin());
        for (RegistryService s : egress.services()) {
            addresses.of(s).forEach(a -> made.add(s, port, bind, a.getFirst(), egress.httpProxy(), chains.of(egress)));
        }
    }

    private void all(EgressListener egress, RegistryService service, RegistryPort port, PortListeners made) {
        String bind = bind(egress);
        if (reserved(egress, bind, port.number(), port.protocol())) {
            return;
        }
        for (List<String> own : addresses.of(service)) {
            boolean requests = port.protocol().http();
            if (bind.isEmpty() && service.resolution() == Resolution.NONE && own.getFirst().equals("0.0.0.0") && !requests && port.protocol() != Protocol.UDP) {
                pods(egress, service, port, made);
            } else {
                own.stream().limit(requests || !bind.isEmpty() ? 1 : own.size())
                        .forEach(a -> made.add(service, port, bind, a, false, chains.of(egress)));
            }
        }
    }

    // Hosts without an address of their own are listened for at each of their endpoints, but not at the pod itself.
    private void pods(EgressListener egress, RegistryService service, RegistryPort port, PortListeners made) {
        List<RegistryEndpoint> found = endpoints.byNumber(service, port).stream().filter(RegistryEndpoint::ready).toList();
        boolean anywhere = service.kubernetes().isEmpty() && found.isEmpty() && !service.resource().spec().get("workloadSelector").isPresent();
        if (anywhere) {
            made.add(service, port, "", addresses.wildcard(), false, chains.of(egress));
        }
        found.stream().filter(RegistryEndpoint::numeric).map(RegistryEndpoint::address).filter(a -> !a.equals(pod.podIP())).distinct()
                .forEach(a -> made.add(service, port, a, "0.0.0.0", false, chains.of(egress)));
    }

    private String bind(EgressListener egress) {
        return !egress.bind().isEmpty() ? egress.bind() : bound(egress) ? addresses.localhost() : "";
    }

    private boolean bound(EgressListener egress) {
        return egress.bound() || pod.annotations().getOrDefault("sidecar.istio.io/interceptionMode", "").equals("NONE");
    }

    // CanBindToPort: ports that the proxy has for itself.
    private boolean reserved(EgressListener egress, String bind, long port, Protocol protocol) {
        boolean everywhere = bind.isEmpty() ? protocol.http() : bind.equals(addresses.wildcard());
        return everywhere && List.of(15001L, 15006L, 15021L, 15090L).contains(port);
    }

    private FilterChain fallthrough() {
        FieldRef origin = scope.unknown().origin().orElseGet(() -> FieldRef.of(pod.resource().ref()));
        return new FilterChain(ChainMatch.ANY, Optional.empty(), new Tcp(List.of(new ClusterShare(unknown(), 0, origin)), origin), "", origin);
    }
}
