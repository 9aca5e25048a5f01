package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;

/** Which gateways expect PROXY protocol in front of connections: by their topology, or by a filter of an EnvoyFilter. */
public final class ProxyProtocol {
    private final List<Resource> filters;
    private final MeshConfig config;

    /** What a snapshot says of it. */
    public ProxyProtocol(Inventory inventory, MeshConfig config) {
        this.filters = inventory.all(Kind.ENVOY_FILTER).stream().filter(f -> mentions(f.spec())).toList();
        this.config = config;
    }

    // A listener filter of Envoy, whatever it is configured by, has this name somewhere.
    private static boolean mentions(Node node) {
        return node.text().filter(t -> t.contains("proxy_protocol")).isPresent()
                || node.fields().values().stream().anyMatch(ProxyProtocol::mentions)
                || node.elements().stream().anyMatch(ProxyProtocol::mentions);
    }

    /** Whether the pods themselves say that they expect it. */
    static boolean askedBy(Workload gateway) {
        return gateway.annotations().getOrDefault("proxy.istio.io/config", "").contains("proxyProtocol");
    }

    boolean by(Workload gateway) {
        return askedBy(gateway) || config.proxyProtocolByDefault()
                || filters.stream().anyMatch(
                        f -> f.ref().namespace().equals(gateway.namespace()) || f.ref().namespace().equals(config.rootNamespace()));
    }
}
