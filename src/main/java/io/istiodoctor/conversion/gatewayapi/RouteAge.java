package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.model.Resource;
import java.util.Comparator;

/** The order of the Gateway API among objects that compete: by creation, then namespace, then name; what was never applied is youngest. */
final class RouteAge {
    static final Comparator<Resource> OLDEST_FIRST = Comparator.comparing((Resource r) -> r.creationTimestamp().isEmpty())
            .thenComparing(Resource::creationTimestamp).thenComparing(r -> r.ref().namespace()).thenComparing(r -> r.ref().name());

    private RouteAge() {}
}
