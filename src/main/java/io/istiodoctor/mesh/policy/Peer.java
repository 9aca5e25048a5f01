package io.istiodoctor.mesh.policy;

/** Who is at the other end of a connection, as its certificate shows. */
public sealed interface Peer {
    /**
     * A client with a certificate of the mesh.
     *
     * @param principal {@code cluster.local/ns/shop/sa/web}, without {@code spiffe://}
     */
    record Certified(String principal) implements Peer {}

    /** A client that shows no certificate: plain text, or TLS of one side. */
    record Anonymous() implements Peer {}

    /** A client of which that is not known. */
    record Unknown(String why) implements Peer {}

    /** The identity that istiod gives to a service account. */
    static Peer of(String trustDomain, String namespace, String serviceAccount) {
        return new Certified(trustDomain + "/ns/" + namespace + "/sa/" + serviceAccount);
    }

    /** Nobody whom a policy could name. */
    Peer ANONYMOUS = new Anonymous();
}
