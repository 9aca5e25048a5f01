package io.istiodoctor.conversion;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import java.util.Optional;

/**
 * Something that was written, and of which nothing comes.
 *
 * @param at what is left out
 * @param by the object that won, or that lacks what is needed; empty where there is none
 * @param detail what it is about: a host, a port, a name; empty where the reason says all
 */
public record LeftOut(Reason reason, FieldRef at, Optional<ObjectRef> by, String detail) {
    /** Why nothing comes of it. */
    public enum Reason {
        // Gateway API and Ingress
        /** No GatewayClass of Istio's. */
        CLASS_NOT_ISTIO,
        /** A parentRef that names no Gateway, listener or port that exists. */
        PARENT_NOT_FOUND,
        /** A listener whose allowedRoutes do not take the route's namespace or kind. */
        ROUTE_NOT_ALLOWED,
        /** No host of the route is one of the listener's. */
        HOSTNAMES_DISJOINT,
        /** A reference to another namespace without a ReferenceGrant. */
        GRANT_MISSING,
        /** A backend that does not exist, or is of a kind that cannot be one. */
        BACKEND_INVALID,
        /** A listener that istiod cannot serve: its certificate, its protocol, or another listener stands in the way. */
        LISTENER_INVALID,
        /** A Gateway of the Gateway API without an address or Service that istiod could configure. */
        GATEWAY_WITHOUT_SERVICE
    }
}
