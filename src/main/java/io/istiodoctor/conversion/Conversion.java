package io.istiodoctor.conversion;

import java.util.List;

/** What istiod made of the objects of one API. */
public record Conversion(List<RoutingObject> gateways, List<RoutingObject> virtualServices, List<RoutingObject> destinationRules,
        List<LeftOut> leftOut) {
    public Conversion {
        gateways = List.copyOf(gateways);
        virtualServices = List.copyOf(virtualServices);
        destinationRules = List.copyOf(destinationRules);
        leftOut = List.copyOf(leftOut);
    }
}
