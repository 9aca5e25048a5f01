package io.istiodoctor.mesh.gatewayapi;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The Services that Ingresses and routes of the Gateway API lead to. */
public final class Backends {
    private Backends() {}

    /** "namespace/name" of each; a name that stands for something else in them does no harm. */
    public static Set<String> of(Inventory inventory) {
        Set<String> found = new HashSet<>();
        Stream.of(Kind.INGRESS, Kind.HTTP_ROUTE, Kind.TLS_ROUTE, Kind.TCP_ROUTE).flatMap(k -> inventory.all(k).stream())
                .forEach(r -> collect(r, r.spec(), found));
        return found;
    }

    private static void collect(Resource owner, Node node, Set<String> found) {
        node.get("name").text().ifPresent(n -> found.add(owner.ref().namespace() + "/" + n));
        node.fields().values().forEach(f -> collect(owner, f, found));
        node.elements().forEach(e -> collect(owner, e, found));
    }
}
