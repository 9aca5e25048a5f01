package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.cluster.ClientRules;
import io.istiodoctor.proxy.config.SidecarOutbound;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import java.util.List;

/** Makes the outgoing side of the proxies beside applications. */
public final class OutboundBuilder {
    private final Mesh mesh;
    private final ServiceRegistry registry;
    private final EndpointRegistry endpoints;
    private final VirtualServiceIndex index;
    private final ClientRules rules;
    private final EgressScopes scopes;

    public OutboundBuilder(Mesh mesh, ServiceRegistry registry, EndpointRegistry endpoints, VirtualServiceIndex index, ClientRules rules) {
        this.mesh = mesh;
        this.registry = registry;
        this.endpoints = endpoints;
        this.index = index;
        this.rules = rules;
        this.scopes = new EgressScopes(mesh, registry, index);
    }

    /** What a pod's proxy sees. */
    public Client client(Workload pod) {
        return seen(pod);
    }

    /** What Sidecars import. */
    public List<EgressHost> egressHosts() {
        return EgressHost.of(mesh, registry, index);
    }

    /** URLs in the environment of applications that lead to what the proxies beside them do not know. */
    public List<NamedDestination> namedDestinations() {
        return new NamedDestinations(mesh, scopes).all();
    }

    private SidecarClient seen(Workload pod) {
        return new SidecarClient(rules, scopes.of(pod), pod);
    }

    /** What a pod's proxy does with what the application sends. */
    public SidecarOutbound build(Workload pod) {
        EgressScope scope = scopes.of(pod);
        OutboundChains chains = new OutboundChains(mesh, registry, scope, seen(pod));
        return new OutboundSidecar(scope, pod, new OutboundPorts(mesh, endpoints, scope, pod, chains),
                new OutboundAbsences(registry, index, scope, chains));
    }
}
