package io.istiodoctor.conversion;

import java.util.List;

/**
 * What istiod made of the objects of one API.
 *
 * @param leftOut what comes to nothing; a reference that fails is among them even where the object that has it is served by another
 * @param attachments which route is taken by which listener; empty for Ingresses
 */
public record Conversion(List<RoutingObject> gateways, List<RoutingObject> virtualServices, List<RoutingObject> destinationRules,
        List<LeftOut> leftOut, List<Attachment> attachments) {
    public Conversion {
        gateways = List.copyOf(gateways);
        virtualServices = List.copyOf(virtualServices);
        destinationRules = List.copyOf(destinationRules);
        leftOut = List.copyOf(leftOut);
        attachments = List.copyOf(attachments);
    }
}
