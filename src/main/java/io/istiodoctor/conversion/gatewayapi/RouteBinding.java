package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** A parent that takes a route, and by which reference. */
sealed interface RouteBinding {
    /** The element of {@code parentRefs}. */
    Written parentRef();

    /** The name by which VirtualServices refer to the parent. */
    String gateway();

    /** The listener, Service or ServiceEntry. */
    FieldRef parent();

    /** What is not certain about it. */
    Optional<Doubt> doubt();

    /**
     * A listener.
     *
     * @param others listeners of the same Gateway with the same port and protocol
     */
    record ToListener(Written parentRef, RouteParent to, List<RouteParent> others, Optional<Doubt> doubt) implements RouteBinding {
        @Override
        public String gateway() {
            return to.listener().qualifiedGatewayName();
        }

        @Override
        public FieldRef parent() {
            return to.listener().at();
        }

        /** The listener to which a host of the route is left, for being more exact; empty when this one serves it (hostnameAllowedByIsolation). */
        Optional<RouteParent> keeper(String host) {
            String own = to.hostname();
            if (!own.isEmpty() && !HostPattern.isWildcard(own)) {
                return Optional.empty();
            }
            return others.stream().filter(o -> !o.hostname().equals(own) && own.length() <= o.hostname().length()
                    && HostPattern.covers(o.hostname(), host)).findFirst();
        }

        /** Whether a host of the route and the listener's have names in common; those of exact listeners are not asked here. */
        boolean meets(String host) {
            return !HostPattern.isWildcard(to.hostname()) || HostPattern.overlap(to.hostname(), host);
        }
    }

    /**
     * A Service or ServiceEntry of the mesh.
     *
     * @param hosts its hosts
     */
    record ToMesh(Written parentRef, FieldRef parent, List<String> hosts, Optional<Doubt> doubt) implements RouteBinding {
        @Override
        public String gateway() {
            return GatewayName.MESH;
        }

        /** The port for which it holds; empty for all. */
        Optional<Long> port() {
            return parentRef.node().get("port").number();
        }
    }

    /** The parents of a route, and whether it names any listeners or the mesh at all. */
    record Bindings(List<RouteBinding> taken, boolean names, boolean namesMesh) {}

    /** The route's own hosts; {@code *} when it has none. */
    static List<Written> hosts(Resource route) {
        return Written.spec(route).get("hostnames").elements();
    }
}
