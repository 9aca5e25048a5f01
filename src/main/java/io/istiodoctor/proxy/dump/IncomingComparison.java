package io.istiodoctor.proxy.dump;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.Cluster.Discovery;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterEndpoint;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.DownstreamTls;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.SidecarInbound;
import io.istiodoctor.proxy.dump.Divergence.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The incoming sides of a proxy, port by port: what it asks of mutual TLS, what it takes the bytes for, and where the application is. */
final class IncomingComparison {
    private final SidecarInbound has;
    private final SidecarInbound should;
    private final List<Divergence> found = new ArrayList<>();

    private IncomingComparison(SidecarInbound has, SidecarInbound should) {
        this.has = has;
        this.should = should;
    }

    /** In what they differ, in the order of ports; the last is for every port that has nothing of its own. */
    static List<Divergence> of(SidecarInbound has, SidecarInbound should) {
        IncomingComparison comparison = new IncomingComparison(has, should);
        Set<Long> ports = new TreeSet<>(has.ports());
        ports.addAll(should.ports());
        ports.forEach(p -> comparison.port(p, "port " + p + ", incoming"));
        comparison.compare(LongStream.rangeClosed(1, 65_535).filter(p -> !ports.contains(p)).findFirst().orElseThrow(),
                "every other port, incoming");
        return List.copyOf(comparison.found);
    }

    private void port(long port, String where) {
        FilterChain wanted = should.listener(port).chains().getFirst();
        if (!has.ports().contains(port)) {
            found.add(new Divergence(Kind.CHAIN_MISSING, wanted.origin(), where, "", spoken(should, port) + ", " + tls(should, port)));
        } else if (!should.ports().contains(port)) {
            found.add(new Divergence(Kind.CHAIN_STALE, FieldRef.of(should.workload().resource().ref()), where,
                    spoken(has, port) + ", " + tls(has, port), ""));
        } else {
            compare(port, where);
        }
    }

    private void compare(long port, String where) {
        FieldRef origin = should.listener(port).chains().getFirst().origin();
        FieldRef policy = should.mode(port).by().map(p -> FieldRef.of(p.ref())).orElse(origin);
        differ(Kind.TLS, policy, where, tls(has, port), tls(should, port));
        differ(Kind.ACTION, origin, where, spoken(has, port), spoken(should, port));
        differ(Kind.ACTION, origin, where, reached(has, port), reached(should, port));
    }

    private void differ(Kind kind, FieldRef object, String where, String there, String wanted) {
        if (!there.equals(wanted)) {
            found.add(new Divergence(kind, object, where, there, wanted));
        }
    }

    private static String tls(SidecarInbound side, long port) {
        List<FilterChain> chains = side.listener(port).chains();
        String ended = chains.stream().flatMap(c -> c.tls().stream()).filter(t -> !t.own()).flatMap(t -> t.secrets().stream()).distinct()
                .collect(Collectors.joining(", "));
        boolean mutual = chains.stream().flatMap(c -> c.tls().stream()).anyMatch(DownstreamTls::own);
        boolean plain = chains.stream().anyMatch(c -> c.tls().isEmpty() && c.match().transport() != Transport.TLS);
        return !ended.isEmpty() ? "TLS with " + ended
                : mutual && plain ? "mutual TLS or plain text" : mutual ? "mutual TLS only" : "no mutual TLS";
    }

    private static String spoken(SidecarInbound side, long port) {
        List<Boolean> http = side.listener(port).chains().stream().map(c -> c.content() instanceof Http).distinct().toList();
        return http.size() > 1 ? "HTTP where it is recognised" : http.equals(List.of(true)) ? "HTTP" : "bytes of any kind";
    }

    private static String reached(SidecarInbound side, long port) {
        return side.ports().contains(port) ? side.cluster(ClusterName.inbound(port)).map(IncomingComparison::address).orElse("nowhere")
                : "";
    }

    private static String address(Cluster cluster) {
        return cluster.discovery() == Discovery.ORIGINAL_DESTINATION ? "to the address that the client meant"
                : "to " + cluster.endpoints().stream().map(ClusterEndpoint::socket).collect(Collectors.joining(", "));
    }
}
