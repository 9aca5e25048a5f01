package io.istiodoctor.mesh.gateway;

/**
 * Two servers that want one place of a gateway's pod.
 *
 * @param server the one that came later
 * @param winner the one that has the place
 * @param detail the host, port or name that both want
 * @param bound the port that the pod binds
 * @param <S> a server
 */
public record ServerConflict<S>(Reason reason, S server, S winner, String detail, long bound) {
    /** What both want. */
    public enum Reason {
        /** The same host, both with a {@code tls} section: the later one is left out. */
        HOST,
        /** The same port, with protocols that do not go together: the later one is left out. */
        PORT,
        /** The same route table, named by the port's name: the later one is left out. */
        PORT_NAME,
        /** A port that TLS had first, for something plain: this release of istiod puts both on it, others leave out the plain one. */
        BESIDE_TLS
    }

    /** Whether the later server is left out. */
    public boolean leavesOut() {
        return reason != Reason.BESIDE_TLS;
    }
}
