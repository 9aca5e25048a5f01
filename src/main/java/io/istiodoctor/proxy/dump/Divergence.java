package io.istiodoctor.proxy.dump;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;

/**
 * Something in which what a proxy has differs from what istiod would tell it.
 *
 * @param object the object of which it comes; of what only the proxy has, the one that it names, or the pod
 * @param where the port, the host or the cluster
 * @param has what the proxy has; empty where it has nothing
 * @param should what it should have; empty where that is nothing
 */
public record Divergence(Kind kind, FieldRef object, String where, String has, String should) {
    /** In what. */
    public enum Kind {
        /** A port on which it does not listen. */
        LISTENER_MISSING,
        /** A port on which it listens, though nothing asks for that any more. */
        LISTENER_STALE,
        /** Connections of a port, by name or address, for which it has no filter chain. */
        CHAIN_MISSING,
        /** A filter chain for which nothing asks any more. */
        CHAIN_STALE,
        /** What it does with TLS: another certificate, or another demand on clients. */
        TLS,
        /** Hosts that it does not know on a port. */
        HOST_MISSING,
        /** Hosts that it knows on a port, though nothing asks for them any more. */
        HOST_STALE,
        /** Whether plain HTTP is redirected to HTTPS. */
        HTTPS_REDIRECT,
        /** A route that it does not have. */
        ROUTE_MISSING,
        /** A route that it has, though nothing asks for it any more. */
        ROUTE_STALE,
        /** The order in which it tries routes. */
        ROUTE_ORDER,
        /** What it does with what a route or chain takes. */
        ACTION,
        /** A cluster that a route names and that it does not have. */
        CLUSTER_MISSING,
        /** How it speaks to a cluster's endpoints. */
        CLUSTER_TLS,
        /** An endpoint to which it does not send. */
        ENDPOINT_MISSING,
        /** An endpoint to which it sends, though it is none any more. */
        ENDPOINT_STALE
    }
}
