package io.istiodoctor.proxy.gateway;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.gateway.ServerSpec;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import java.util.List;

/**
 * A server of a Gateway.
 *
 * @param spec what it says
 */
record Server(RoutingObject gateway, int index, ServerSpec spec) {
    /** "namespace/name" of the Gateway in Istio's form. */
    String gatewayName() {
        return gateway.resource().ref().qualifiedName();
    }

    FieldRef origin() {
        return gateway.origin("spec.servers[" + index + "]");
    }

    /** The hosts of a VirtualService that it takes: of each pair that overlaps, the narrower. */
    List<String> accepted(EffectiveVirtualService virtualService) {
        return spec.accepted(virtualService.hosts(), virtualService.namespace());
    }

    /** Whether it takes any host of a VirtualService. */
    boolean accepts(EffectiveVirtualService virtualService) {
        return spec.accepts(virtualService.hosts(), virtualService.namespace());
    }
}
