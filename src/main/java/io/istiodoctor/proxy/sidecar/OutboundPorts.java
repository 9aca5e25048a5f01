package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.Resolution;
import java.util.List;
import java.util.Optional;

/** Makes the listeners of a port: first what a Sidecar says of this very port, then every host that has it (buildSidecarOutboundListeners of Istio). */
final class OutboundPorts {
    private static final List<Long> OWN_PORTS = List.of(15001L, 15006L, 15021L, 15090L);
    private static final String NOWHERE = "0.0.0.0";

    private final EndpointRegistry endpoints;
    private final EgressScope scope;
    private final Workload pod;
    private final ListenAddresses addresses;
    private final OutboundChains chains;
    private final List<String> plainProtocols;

    OutboundPorts(Mesh mesh, EndpointRegistry endpoints, EgressScope scope, Workload pod, OutboundChains chains) {
        this.endpoints = endpoints;
        this.scope = scope;
        this.pod = pod;
        this.addresses = new ListenAddresses(mesh, pod);
        this.chains = chains;
        boolean old = mesh.config().environment("PILOT_HTTP10").filter(v -> v.equals("true") || v.equals("1")).isPresent();
        this.plainProtocols = old ? List.of("http/1.0", "http/1.1", "h2c") : List.of("http/1.1", "h2c");
    }

    PortListeners make(long port) {
        PortListeners made = new PortListeners(addresses.wildcard(), plainProtocols);
        for (EgressListener egress : scope.listeners()) {
            if (egress.port() == port) {
                named(egress, made);
            } else if (egress.port() == 0) {
                made.close();
                egress.services().forEach(s -> s.ports().stream().filter(p -> p.number() == port).forEach(p -> any(egress, s, p, made)));
            }
        }
        return made;
    }

    private void named(EgressListener egress, PortListeners made) {
        Protocol protocol = Protocol.parse(egress.protocol());
        if (!reserved(egress, egress.port(), protocol)) {
            RegistryPort port = new RegistryPort(egress.port(), "", protocol, 0, Optional.empty(), egress.origin());
            egress.services().forEach(s -> addresses.of(s).forEach(
                    a -> made.add(s, port, bind(egress), a.getFirst(), egress.httpProxy(), chains.of(egress))));
        }
    }

    private void any(EgressListener egress, RegistryService service, RegistryPort port, PortListeners made) {
        boolean http = port.protocol().http();
        if (reserved(egress, port.number(), port.protocol())) {
            return;
        }
        for (List<String> own : addresses.of(service)) {
            if (bind(egress).isEmpty() && service.resolution() == Resolution.NONE && own.getFirst().equals(NOWHERE) && !http) {
                endpoints(egress, service, port, made);
            } else {
                own.stream().limit(http || !bind(egress).isEmpty() ? 1 : own.size())
                        .forEach(a -> made.add(service, port, bind(egress), a, false, chains.of(egress)));
            }
        }
    }

    // Hosts without an address of their own are listened for at each of their endpoints, but not at the pod itself.
    private void endpoints(EgressListener egress, RegistryService service, RegistryPort port, PortListeners made) {
        List<RegistryEndpoint> found = endpoints.byNumber(service, port).stream().filter(RegistryEndpoint::ready).toList();
        boolean anywhere = service.kubernetes().isEmpty() && found.isEmpty()
                && !service.resource().spec().get("workloadSelector").isPresent();
        if (anywhere) {
            made.add(service, port, "", addresses.wildcard(), false, chains.of(egress));
        }
        found.stream().filter(RegistryEndpoint::numeric).map(RegistryEndpoint::address).filter(a -> !pod.podIPs().contains(a)).distinct()
                .forEach(a -> made.add(service, port, a, NOWHERE, false, chains.of(egress)));
    }

    private String bind(EgressListener egress) {
        boolean bound = egress.bound() || pod.annotations().getOrDefault("sidecar.istio.io/interceptionMode", "").equals("NONE");
        return !egress.bind().isEmpty() ? egress.bind() : bound ? addresses.localhost() : "";
    }

    // CanBindToPort: ports that the proxy has for itself.
    private boolean reserved(EgressListener egress, long port, Protocol protocol) {
        boolean everywhere = bind(egress).isEmpty() ? protocol.http() : bind(egress).equals(addresses.wildcard());
        return everywhere && OWN_PORTS.contains(port);
    }
}
