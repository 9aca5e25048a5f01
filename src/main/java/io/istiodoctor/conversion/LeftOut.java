package io.istiodoctor.conversion;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import java.util.Optional;

/**
 * Something that was written, and of which nothing comes.
 *
 * @param at what is left out
 * @param cause the field for which it is; the same as {@code at} where that says all
 * @param by the object or field that won, or that lacks what is needed, even where no such object exists; empty where there is none
 * @param detail what it is about: a host, a port, a name; empty where the reason says all
 * @param certainty how sure it is, where it rests on something being absent
 */
public record LeftOut(Reason reason, FieldRef at, FieldRef cause, Optional<FieldRef> by, String detail, Certainty certainty) {
    /** Something that certainly is left out, for what stands there itself, and the object that won or lacks. */
    public LeftOut(Reason reason, FieldRef at, Optional<ObjectRef> by, String detail) {
        this(reason, at, at, by.map(FieldRef::of), detail, Certainty.CERTAIN);
    }

    /** Something that certainly is left out, for what stands there itself. */
    public static LeftOut of(Reason reason, FieldRef at, String detail) {
        return new LeftOut(reason, at, at, Optional.empty(), detail, Certainty.CERTAIN);
    }

    /** The same for what another field says. */
    public LeftOut because(FieldRef field) {
        return new LeftOut(reason, at, field, by, detail, certainty);
    }

    /** The same, with the object or field that won or that lacks what is needed. */
    public LeftOut by(FieldRef other) {
        return new LeftOut(reason, at, cause, Optional.of(other), detail, certainty);
    }

    /** The same, not more certain than this. */
    public LeftOut sure(Certainty certainty) {
        return new LeftOut(reason, at, cause, by, detail, certainty);
    }

    /** Why nothing comes of it. */
    public enum Reason {
        // Classes
        /** The class belongs to another controller. */
        CLASS_OF_ANOTHER,
        /** There is no class of that name, and istiod knows none by it. */
        CLASS_MISSING,
        /** A Gateway of class istio-remote stands for one in another cluster: istiod leaves it alone. */
        CLASS_REMOTE,
        /** A waypoint: what it does is decided by the routes of Services, not by Gateways and VirtualServices. */
        CLASS_WAYPOINT,
        /** istiod was told not to look at the Gateway API (PILOT_ENABLE_GATEWAY_API). */
        GATEWAY_API_OFF,

        // Gateways, ListenerSets and their listeners
        /** Addresses, none of which is a Hostname: istiod knows no Service to configure. */
        ADDRESSES_UNUSABLE,
        /** The Gateway of a ListenerSet takes none from its namespace (allowedListeners). */
        LISTENER_SET_NOT_ALLOWED,
        /** Gateways of this class take no ListenerSets. */
        LISTENER_SETS_UNSUPPORTED,
        /** Another listener of the Gateway has this port and this host. */
        LISTENER_HOST_TAKEN,
        /** Another listener of the Gateway has this port, with a protocol that does not go with this one. */
        LISTENER_PORT_TAKEN,
        /** A protocol that istiod does not serve; UDP is none. */
        PROTOCOL_UNSUPPORTED,
        /** A listener of a ListenerSet without a port, and with a protocol that has none of its own. */
        PORT_MISSING,
        /** HTTPS or TLS, but nothing said about TLS. */
        TLS_MISSING,
        /** More than two certificates. */
        CERTIFICATES_TOO_MANY,
        /** A certificate that is no Secret. */
        CERTIFICATE_KIND,
        /** The certificate's Secret does not exist. */
        CERTIFICATE_MISSING,
        /** The Secret lacks the certificate or its key, or they cannot be read, or do not belong together. */
        CERTIFICATE_INVALID,
        /** The Secret is in another namespace, and no ReferenceGrant there lets this one name it. */
        CERTIFICATE_NOT_GRANTED,
        /** More than one authority for clients' certificates. */
        AUTHORITIES_TOO_MANY,
        /** An authority that is neither a ConfigMap nor a Secret, or for a backend no ConfigMap. */
        AUTHORITY_KIND,
        /** The authority's ConfigMap or Secret does not exist. */
        AUTHORITY_MISSING,
        /** No certificate in the authority's ConfigMap or Secret. */
        AUTHORITY_INVALID,
        /** The authority is in another namespace, and no ReferenceGrant there lets this one name it. */
        AUTHORITY_NOT_GRANTED,

        // Routes and their parents
        /** A parent of a kind that istiod takes no routes for. */
        PARENT_KIND,
        /** The parent does not exist. */
        PARENT_MISSING,
        /** The parent is not Istio's, or takes no routes: a Gateway of another class, a waypoint, or one of whose listeners nothing comes. */
        PARENT_NOT_SERVED,
        /** The Service's waypoint belongs to another controller. */
        WAYPOINT_OF_ANOTHER,
        /** The parent has no listener of that name. */
        SECTION_MISSING,
        /** The parent has no listener with that port. */
        LISTENER_PORT_MISSING,
        /** No host of the route is one of the listener's. */
        HOSTS_DISJOINT,
        /** The listener takes no routes from this namespace. */
        NAMESPACE_NOT_ALLOWED,
        /** The listener takes no routes of this kind. */
        KIND_NOT_ALLOWED,
        /** A listener of the same Gateway with a more exact host has this one for itself. */
        HOST_OF_ANOTHER_LISTENER,

        /** istiod knows a GRPCRoute and an HTTPRoute by one name: of two with one name in a namespace only the HTTPRoute is served. */
        NAME_OF_HTTP_ROUTE,
        /** istiod passes over the kind, because the cluster's definition of it is older than it asks for. */
        DEFINITION_TOO_OLD,

        // Rules of routes
        /** A filter that istiod does not know: the whole route is left out. */
        FILTER_UNSUPPORTED,
        /** A header's value with characters that no header may have: the whole route is left out. */
        HEADER_VALUE,
        /** A match of a type that istiod does not know: the whole route is left out. */
        MATCH_TYPE,
        /** A match of a gRPC method that names neither service nor method: the whole route is left out. */
        MATCH_EMPTY,
        /** A backend's name has dots; it must be that of a Service, not a host: the whole route is left out. */
        BACKEND_NAME,
        /** A backend without a port: the whole route is left out. */
        BACKEND_PORT,
        /** A backend that is a host in a namespace: the whole route is left out. */
        BACKEND_NAMESPACE,
        /** A backend of a kind that istiod does not send requests to; they are answered with 500. */
        BACKEND_KIND,
        /** A backend that does not exist; requests for it are answered with 500, those of an Ingress with 503. */
        BACKEND_MISSING,
        /** A backend whose Service has no such port; requests for it are answered with 500, those of an Ingress with 503. */
        BACKEND_PORT_UNKNOWN,
        /** A backend in another namespace that no ReferenceGrant there allows; requests for it are answered with 500. */
        BACKEND_NOT_GRANTED,
        /** A backend of weight 0 among others. */
        BACKEND_WEIGHTLESS,
        /** A rule without a backend of any weight: requests are answered with 500, connections are closed. */
        BACKENDS_WEIGHTLESS,

        // Policies for backends
        /** The policy says that Istio shall ignore it. */
        POLICY_IGNORED,
        /** The target of a policy is neither a Service nor a ServiceEntry. */
        TARGET_KIND,
        /** The target of a policy does not exist. */
        TARGET_MISSING,
        /** The target of a policy has no port of that name. */
        TARGET_PORT_MISSING,
        /** An older policy has this target. */
        TARGET_TAKEN,

        // Ingresses
        /** The mesh's configuration has turned Ingresses off. */
        INGRESS_OFF,
        /** An Ingress without a class, where istiod takes only those with its own. */
        INGRESS_WITHOUT_CLASS,
        /** istiod does not serve default backends. */
        DEFAULT_BACKEND,
        /** A rule without paths. */
        PATHS_MISSING,
        /** A backend that is no Service. */
        BACKEND_NOT_SERVICE,
        /** The Service does not exist, or has no port of that name: the path is left out. */
        PORT_NAME_UNKNOWN,
        /** An entry for TLS that names no Secret. */
        SECRET_NAME_MISSING,

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
        SNI_CONFLICT,
        // Incoming traffic of sidecars
        /** A Service port to whose target port an older Service, or an earlier port, leads with another protocol. */
        PROTOCOL_OF_TARGET_TAKEN,
        // What the proxy beside an application is told
        /** A host or VirtualService that the proxy's Sidecar does not import, or not on this port. */
        NOT_IMPORTED,
        /** An object whose host another object has, which counts before it. */
        HOST_SUPERSEDED,
        /** A port whose connections another host of the same address and port gets. */
        LISTENER_CONFLICT,
        /** A VirtualService for the mesh without a rule that holds for the pod and port. */
        NO_RULE_FOR_POD,
        /** A VirtualService for the mesh whose host is in no registry: it counts on port 80 only. */
        HOST_NOT_REGISTERED;

        /** Whether it is left out because another object has its place: its port, its host or its name. */
        public boolean conflict() {
            return switch (this) {
                case HOST_CONFLICT, PORT_CONFLICT, PORT_NAME_CONFLICT, SNI_CONFLICT, LISTENER_CONFLICT -> true;
                default -> false;
            };
        }
    }
}
