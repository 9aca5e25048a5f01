package io.istiodoctor.proxy.dump;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.SidecarInbound;
import java.util.List;
import java.util.Optional;

/**
 * The incoming side of the proxy beside an application, as it has it.
 *
 * @param virtual the one listener to which all that arrives is led
 * @param clusters those that it knows
 * @param should what istiod would tell it: what iptables lead to it, and which policy asks for mutual TLS, stands in no dump
 */
record DumpedInbound(EnvoyListener virtual, DumpedClusters clusters, SidecarInbound should) implements SidecarInbound {
    @Override
    public Workload workload() {
        return should.workload();
    }

    @Override
    public boolean captured(long port) {
        return should.captured(port);
    }

    @Override
    public List<Long> ports() {
        return virtual.chains().stream().map(c -> c.match().port()).filter(p -> p != 0 && p != virtual.port()).distinct().sorted().toList();
    }

    // Envoy looks at the port before anything else: chains for it shut out those for every port.
    @Override
    public EnvoyListener listener(long port) {
        List<FilterChain> own = chains(port);
        List<FilterChain> here = own.isEmpty() ? chains(0) : own;
        boolean inspected = here.stream().anyMatch(c -> c.match().transport() == Transport.TLS);
        return new EnvoyListener(virtual.bind(), virtual.port(), inspected ? here : here.stream().map(DumpedInbound::uninspected).toList(),
                virtual.otherwise());
    }

    private List<FilterChain> chains(long port) {
        return virtual.chains().stream().filter(c -> c.match().port() == port).toList();
    }

    // Where no chain of a port is for TLS, nobody looks for it, and what is meant for plain text takes it too (buildTLSInspector of Istio).
    private static FilterChain uninspected(FilterChain chain) {
        ChainMatch match = chain.match();
        return new FilterChain(new ChainMatch(match.port(), match.addresses(), match.sni(), Transport.ANY, match.protocols()), chain.tls(),
                chain.content(), chain.gateway(), chain.origin());
    }

    @Override
    public PeerMode mode(long port) {
        return should.mode(port);
    }

    @Override
    public Optional<Cluster> cluster(ClusterName name) {
        return clusters.find(name);
    }

    @Override
    public List<LeftOut> leftOut() {
        return should.leftOut();
    }
}
