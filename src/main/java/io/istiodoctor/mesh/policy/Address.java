package io.istiodoctor.mesh.policy;

/** An IP address, or why it is not known. */
public sealed interface Address {
    /** @param ip IPv4 or IPv6, without a port */
    record Known(String ip) implements Address {}

    /** @param why a clause: "the load balancer may hide the client's address" */
    record Unknown(String why) implements Address {}
}
