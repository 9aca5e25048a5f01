package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.match.Semantics;
import io.istiodoctor.model.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The annotations of VirtualServices made of routes (conversion.go, routeMeta): where they come from, and that they match as the Gateway API does. */
final class RouteAnnotations {
    private RouteAnnotations() {}

    static Map<String, String> of(List<Resource> routes) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(RoutingObject.PARENTS, routes.stream().map(r -> r.ref().kind() + "/" + r.ref().name() + "." + r.ref().namespace())
                .collect(Collectors.joining(",")));
        annotations.put(Semantics.ANNOTATION, Semantics.GATEWAY_API.annotation());
        return annotations;
    }
}
