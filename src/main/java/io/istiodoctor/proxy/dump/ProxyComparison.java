package io.istiodoctor.proxy.dump;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.proxy.config.Cluster.Discovery;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterEndpoint;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.DownstreamTls;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.proxy.dump.Divergence.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a proxy has, beside what istiod would tell it of the objects that were read. What is only a name (of listeners, route tables, virtual hosts)
 * does not count, and neither does the order of what Envoy chooses by itself.
 */
public final class ProxyComparison {
    private record Socket(String bind, long port) {}

    private record Chosen(long port, Set<String> addresses, Set<String> sni, Set<String> protocols) {}

    private final List<Divergence> found = new ArrayList<>();

    private ProxyComparison() {}

    /** In what they differ, in the order of ports; empty when the proxy has what it should have. */
    public static List<Divergence> of(ProxyView has, ProxyView should) {
        ProxyComparison comparison = new ProxyComparison();
        comparison.listeners(has.configuration().listeners(), should.configuration().listeners());
        comparison.clusters(has, should);
        return List.copyOf(comparison.found);
    }

    private void add(Kind kind, FieldRef object, String where, String has, String should) {
        found.add(new Divergence(kind, object, where, has, should));
    }

    private static <K, V> Map<K, V> index(List<V> all, Function<V, K> key) {
        return all.stream().collect(Collectors.toMap(key, v -> v, (a, b) -> a, LinkedHashMap::new));
    }

    private void listeners(List<EnvoyListener> has, List<EnvoyListener> should) {
        Map<Socket, EnvoyListener> there = index(has, ProxyComparison::socket);
        Map<Socket, EnvoyListener> wanted = index(should, ProxyComparison::socket);
        wanted.forEach((socket, listener) -> {
            EnvoyListener other = there.get(socket);
            if (other == null) {
                add(Kind.LISTENER_MISSING, origin(listener), where(socket), "", "");
            } else {
                chains(where(socket), other.chains(), listener.chains());
            }
        });
        there.forEach((socket, listener) -> {
            if (!wanted.containsKey(socket)) {
                add(Kind.LISTENER_STALE, origin(listener), where(socket), "", "");
            }
        });
    }

    private static Socket socket(EnvoyListener listener) {
        boolean every = listener.bind().equals("0.0.0.0") || listener.bind().equals("::");
        return new Socket(every ? "" : listener.bind(), listener.port());
    }

    private static String where(Socket socket) {
        return "port " + socket.port + (socket.bind.isEmpty() ? "" : " of " + socket.bind);
    }

    private static FieldRef origin(EnvoyListener listener) {
        return listener.chains().stream().findFirst().or(listener::otherwise).map(FilterChain::origin).orElseThrow();
    }

    private void chains(String where, List<FilterChain> has, List<FilterChain> should) {
        Map<Chosen, FilterChain> there = index(has, ProxyComparison::chosen);
        Map<Chosen, FilterChain> wanted = index(should, ProxyComparison::chosen);
        wanted.forEach((chosen, chain) -> {
            FilterChain other = there.get(chosen);
            if (other == null) {
                add(Kind.CHAIN_MISSING, chain.origin(), where, "", words(chosen));
            } else {
                chain(chosen.sni.isEmpty() ? where : where + ", " + String.join(", ", chosen.sni), other, chain);
            }
        });
        there.forEach((chosen, chain) -> {
            if (!wanted.containsKey(chosen)) {
                add(Kind.CHAIN_STALE, chain.origin(), where, words(chosen), "");
            }
        });
    }

    private static Chosen chosen(FilterChain chain) {
        return new Chosen(chain.match().port(), new TreeSet<>(chain.match().addresses()), new TreeSet<>(chain.match().sni()),
                new TreeSet<>(chain.match().protocols()));
    }

    private static String words(Chosen chosen) {
        Set<String> parts = new LinkedHashSet<>(chosen.sni);
        parts.addAll(chosen.addresses);
        parts.addAll(chosen.protocols);
        return parts.isEmpty() ? "every connection" : String.join(", ", parts);
    }

    private void chain(String where, FilterChain has, FilterChain should) {
        String hasTls = has.tls().map(ProxyComparison::tls).orElse("none");
        String shouldTls = should.tls().map(ProxyComparison::tls).orElse("none");
        if (!hasTls.equals(shouldTls)) {
            add(Kind.TLS, should.origin(), where, hasTls, shouldTls);
        }
        if (has.content() instanceof Http there && should.content() instanceof Http wanted) {
            hosts(where, there.routes().hosts(), wanted.routes().hosts(), should.origin(), has.origin());
        } else {
            String before = content(has);
            String after = content(should);
            if (!before.equals(after)) {
                add(Kind.ACTION, should.content() instanceof Tcp tcp ? tcp.owner() : should.origin(), where, before, after);
            }
        }
    }

    private static String tls(DownstreamTls tls) {
        return String.join(", ", tls.secrets()) + switch (tls.client()) {
            case NONE -> "";
            case OPTIONAL -> ", client certificate optional";
            case REQUIRED -> ", client certificate required";
        };
    }

    private static String content(FilterChain chain) {
        return chain.content() instanceof Tcp tcp ? "to " + String.join(", ", RouteComparison.shares(tcp.clusters())) : "requests";
    }

    private void hosts(String where, List<VirtualHost> has, List<VirtualHost> should, FieldRef server, FieldRef stale) {
        Map<String, VirtualHost> there = byDomain(has);
        Map<String, VirtualHost> wanted = byDomain(should);
        for (VirtualHost host : should) {
            List<String> missing = host.domains().stream().filter(d -> !there.containsKey(d)).toList();
            if (!missing.isEmpty() && answers(host)) {
                add(Kind.HOST_MISSING, origin(host, server), where, "", String.join(", ", missing));
            }
            String domain = ", " + host.domains().getFirst();
            host.domains().stream().filter(there::containsKey).map(there::get).distinct()
                    .forEach(other -> host(where.endsWith(domain) ? where : where + domain, other, host, server));
        }
        for (VirtualHost host : has) {
            List<String> old = host.domains().stream().filter(d -> !wanted.containsKey(d)).toList();
            if (!old.isEmpty() && answers(host)) {
                add(Kind.HOST_STALE, origin(host, stale), where, String.join(", ", old), "");
            }
        }
    }

    // A host without routes is answered as one that is not known.
    private static boolean answers(VirtualHost host) {
        return host.requireTls() || !host.routes().isEmpty();
    }

    private static FieldRef origin(VirtualHost host, FieldRef otherwise) {
        return host.routes().stream().flatMap(r -> r.owner().stream()).findFirst().map(FieldRef::of).orElse(otherwise);
    }

    private static Map<String, VirtualHost> byDomain(List<VirtualHost> hosts) {
        Map<String, VirtualHost> byDomain = new LinkedHashMap<>();
        hosts.forEach(h -> h.domains().forEach(d -> byDomain.putIfAbsent(d, h)));
        return byDomain;
    }

    private void host(String where, VirtualHost has, VirtualHost should, FieldRef server) {
        if (has.requireTls() != should.requireTls()) {
            add(Kind.HTTPS_REDIRECT, server, where, has.requireTls() ? "redirected" : "answered",
                    should.requireTls() ? "redirected" : "answered");
        }
        new RouteComparison(where, found).compare(has.routes(), should.routes());
    }

    private void clusters(ProxyView has, ProxyView should) {
        Map<ClusterName, Cluster> there = index(has.clusters(), Cluster::name);
        for (Cluster cluster : should.clusters()) {
            Cluster other = there.get(cluster.name());
            if (other != null) {
                cluster(other, cluster);
            } else if (has.missing().contains(cluster.name())) {
                add(Kind.CLUSTER_MISSING, cluster.origin(), cluster.name().toString(), "", "");
            }
        }
    }

    private void cluster(Cluster has, Cluster should) {
        String name = should.name().toString();
        if (!has.tls().words().equals(should.tls().words())) {
            add(Kind.CLUSTER_TLS, should.rule().orElse(should.origin()), name, has.tls().words(), should.tls().words());
        }
        boolean known = should.discovery() == Discovery.EDS && should.uncertain().isEmpty()
                && should.endpoints().stream().noneMatch(e -> e.address().isEmpty());
        if (!known) {
            return;
        }
        Map<String, ClusterEndpoint> there = index(has.endpoints(), ClusterEndpoint::socket);
        Map<String, ClusterEndpoint> wanted = index(should.endpoints(), ClusterEndpoint::socket);
        wanted.forEach((socket, endpoint) -> {
            if (!there.containsKey(socket)) {
                add(Kind.ENDPOINT_MISSING, pod(endpoint, should), name, "", socket);
            }
        });
        there.forEach((socket, endpoint) -> {
            if (!wanted.containsKey(socket)) {
                add(Kind.ENDPOINT_STALE, pod(endpoint, should), name, socket, "");
            }
        });
    }

    private static FieldRef pod(ClusterEndpoint endpoint, Cluster cluster) {
        return endpoint.workload().map(w -> FieldRef.of(w.resource().ref())).orElse(cluster.origin());
    }
}
