package io.istiodoctor.proxy.route;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.route.GatewayReference;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Set;

/**
 * A VirtualService as istiod takes it: names resolved (ResolveVirtualServiceShortnames), delegates merged.
 *
 * @param hosts full names and wildcards
 * @param gateways "namespace/name" of its Gateways, {@code mesh} among them
 * @param exportTo names of namespaces, or {@code *}
 */
public record EffectiveVirtualService(RoutingObject object, Semantics semantics, List<String> hosts, List<String> gateways, Set<String> exportTo,
        List<HttpRule> http) {
    public EffectiveVirtualService {
        hosts = List.copyOf(hosts);
        gateways = List.copyOf(gateways);
        exportTo = Set.copyOf(exportTo);
        http = List.copyOf(http);
    }

    /** The object in Istio's form. */
    public Resource resource() {
        return object.resource();
    }

    /** Its namespace. */
    public String namespace() {
        return resource().ref().namespace();
    }

    /** Its tcp or tls rules as written. */
    public List<Node> rules(String section) {
        return resource().spec().get(section).elements();
    }

    /** Whether proxies of a namespace see it. */
    public boolean visibleIn(String proxyNamespace) {
        return exportTo.contains("*") || exportTo.contains(proxyNamespace);
    }

    /** The Gateway that a match names; {@code mesh} stands for itself. */
    String gatewayName(String written, String namespace) {
        return written.equals("mesh") || semantics == Semantics.GATEWAY_API ? written : GatewayReference.resolve(written, namespace);
    }
}
