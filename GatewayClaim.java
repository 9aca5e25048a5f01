package io.istiodoctor.mesh;

import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** A Gateway server's claim to its port in the gateway's pods, beside servers that hold the port before it (E1.8, E1.9). */
public final class GatewayClaim implements Subject {
    private final GatewayServer server;
    private final Optional<Rival> protocolRival;
    private final Optional<Rival> hostRival;

    /**
     * A server that holds the port before this one.
     *
     * @param workload one of the pods in which they meet
     * @param port the port that both bind there
     * @param plain whether it speaks without TLS
     * @param hosts the TLS hosts that both claim; empty when they differ in protocol
     */
    public record Rival(GatewayServer server, Workload workload, long port, boolean plain, List<String> hosts) {
        public Rival {
            hosts = List.copyOf(hosts);
        }

        /** Whether it belongs to the Gateway's own object. */
        public boolean sameGateway(GatewayClaim claim) {
            return server.gateway() == claim.server.gateway();
        }
    }

    GatewayClaim(GatewayServer server, Optional<Rival> protocolRival, Optional<Rival> hostRival) {
        this.server = server;
        this.protocolRival = protocolRival;
        this.hostRival = hostRival;
    }

    @Override
    public Resource resource() {
        return server.resource();
    }

    @Override
    public String path() {
        return server.path();
    }

    /** The server that claims its port. */
    public GatewayServer server() {
        return server;
    }

    /** The server whose protocol keeps this one from the port. */
    public Optional<Rival> protocolRival() {
        return protocolRival;
    }

    /** The server that has one of this server's TLS hosts already. */
    public Optional<Rival> hostRival() {
        return hostRival;
    }

    /** Whether the rival, of either sort, is a server of the same Gateway. */
    public boolean sameGateway() {
        return hostRival.or(() -> protocolRival).filter(r -> r.sameGateway(this)).isPresent();
    }
}
