package io.istiodoctor.conversion.gatewayapi;

/** Which part of istiod serves the Gateways of a class. */
enum Controller {
    /** Gateways for the mesh's edge, {@code istio.io/gateway-controller}. */
    EDGE,
    /** Gateways between networks of an ambient mesh. */
    EAST_WEST,
    /** Waypoints of an ambient mesh. */
    WAYPOINT,
    /** Gateways in another cluster. */
    REMOTE;

    /** Whether names of what istiod deploys end in the class's name. */
    boolean namesClass() {
        return this == EDGE;
    }
}
