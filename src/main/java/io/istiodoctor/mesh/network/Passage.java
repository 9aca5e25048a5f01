package io.istiodoctor.mesh.network;

import io.istiodoctor.model.Resource;

/** Whether NetworkPolicies let a connection through. */
public sealed interface Passage {
    /** They do. */
    record Open() implements Passage {}

    /**
     * They do not.
     *
     * @param policy the first of those that hold one of its ends and have no rule for it
     */
    record Shut(Resource policy, Direction direction) implements Passage {}

    /**
     * Objects do not tell: an address that is not known, or a namespace whose labels were not read.
     *
     * @param policy one that would let it through, perhaps
     * @param why as a clause
     */
    record Doubtful(Resource policy, Direction direction, String why) implements Passage {}

    /** Which end of the connection the policy holds. */
    enum Direction { INGRESS, EGRESS }
}
