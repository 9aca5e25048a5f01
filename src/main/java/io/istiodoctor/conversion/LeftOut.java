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
        GATEWAY_WITHOUT_SERVICE,
        // Servers of Gateways
        /** A server whose host another server with TLS has on the same port. */
        HOST_CONFLICT,
        /** A server whose port another server has with a protocol that does not go together with its own. */
        PORT_CONFLICT,
        /** A server with HTTPS whose port's name another server of the same Gateway has. */
        PORT_NAME_CONFLICT,
        /** A port below 1024 on a proxy that may not bind those. */
        PORT_PRIVILEGED,
        /** A port on which nothing is served: no route is bound to any of its servers. */
        NOTHING_TO_SERVE,
        /** A protocol of which no listener comes. */
        PROTOCOL_UNUSABLE,
        // VirtualServices
        /** A VirtualService whose rules in the section that the server looks at do not hold there, or that has none. */
        NO_RULE_FOR_SERVER,
        /** A VirtualService that the gateway does not see (exportTo). */
        NOT_EXPORTED,
        /** A VirtualService of which the server accepts no host. */
        HOST_NOT_ACCEPTED,
        /** A tls rule whose name another one has on the same port. */
        SNI_CONFLICT
    }
}
