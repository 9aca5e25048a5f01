package io.istiodoctor.proxy.dump;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.UserError;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.ProxyName;
import io.istiodoctor.proxy.ProxyView.Side;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.proxy.cluster.ClusterTable;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.ProxyConfiguration;
import io.istiodoctor.proxy.config.SidecarInbound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a proxy has, as its dump tells it.
 *
 * @param view in the records in which stands what istiod would tell it; nothing is known of what istiod left out
 * @param incoming the incoming side of the proxy beside an application, where the dump has it
 * @param clusters all that it knows
 * @param unknown what the proxy beside an application does with what it does not know
 * @param refused pushes that it did not take
 */
public record DumpedProxy(Workload pod, ProxyView view, Optional<SidecarInbound> incoming, ClusterTable clusters, ClusterName unknown,
        List<RefusedPush> refused) {
    /** Listeners of Istio's proxies that are no part of what objects ask for: what iptables lead to, health and figures. */
    private static final Set<String> OWN = Set.of("virtualOutbound", "virtualInbound");
    private static final Set<Long> OWN_PORTS = Set.of(15021L, 15090L);

    public DumpedProxy {
        refused = List.copyOf(refused);
    }

    /**
     * Reads a dump.
     *
     * @param file the dump's name, for errors
     * @param text its content
     * @param name the pod; empty where the dump tells it
     * @throws UserError (bad input) when it is no dump, or it is not known of which of the mesh's pods it is
     */
    public static DumpedProxy read(Proxies proxies, String file, String text, Optional<ProxyName> name) {
        ConfigDump dump = ConfigDump.read(file, text);
        ProxyName wanted = name.or(() -> ofNode(dump.node())).orElseThrow(() -> new UserError(UserError.BAD_INPUT,
                file + " does not tell which pod it is of; name it: POD.NAMESPACE"));
        Workload pod = proxies.endpoints().pods().in(wanted.namespace()).stream().filter(w -> w.proxy().isPresent() || w.gateway())
                .filter(w -> w.name().equals(wanted.name()) || w.template() && wanted.name().startsWith(w.name() + "-")).findFirst()
                .orElseThrow(() -> new UserError(UserError.BAD_INPUT,
                        file + " is of the pod " + wanted + ", which is not part of what was read, or has no proxy"));
        boolean gateway = pod.gateway();
        Origins origins = new Origins(pod.resource().ref(), proxies::written);
        DumpedListeners listeners = new DumpedListeners(dump, origins);
        Adoption adoption = new Adoption(gateway ? proxies.gateway(pod).listeners() : proxies.outbound(pod).listeners());
        List<EnvoyListener> read = dump.listeners().entrySet().stream().filter(e -> !OWN.contains(e.getKey()))
                .map(e -> listeners.read(e.getValue(), pod.podIP()))
                .filter(l -> !OWN_PORTS.contains(l.port())).map(adoption::of).toList();
        ProxyConfiguration configuration = new ProxyConfiguration(pod, read, List.of());
        DumpedClusters clusters = new DumpedClusters(dump, origins, proxies.registry(), proxies.endpoints());
        List<Cluster> found = new ArrayList<>();
        List<ClusterName> missing = new ArrayList<>();
        configuration.clusterNames().stream().filter(n -> !Proxies.builtIn(n))
                .forEach(n -> clusters.find(n).ifPresentOrElse(found::add, () -> missing.add(n)));
        ClusterTable table = new DumpedClusterTable(clusters, gateway ? proxies.gatewayClusters(pod) : proxies.sidecarClusters(pod));
        Optional<SidecarInbound> incoming = gateway ? Optional.empty()
                : Optional.ofNullable(dump.listeners().get("virtualInbound")).map(l -> listeners.read(l, pod.podIP()))
                        .map(l -> new DumpedInbound(new Adoption(proxies.views(pod).getLast().configuration().listeners()).of(l), clusters,
                                proxies.inbound(pod)));
        return new DumpedProxy(pod, new ProxyView(gateway ? Side.GATEWAY : Side.OUTGOING, configuration, found, missing), incoming, table,
                otherwise(dump, listeners, gateway), dump.refused());
    }

    private static ClusterName otherwise(ConfigDump dump, DumpedListeners listeners, boolean gateway) {
        Node outbound = dump.listeners().get("virtualOutbound");
        return gateway || outbound == null ? ClusterName.PASSTHROUGH
                : listeners.read(outbound, "").otherwise().or(() -> listeners.read(outbound, "").chains().stream()
                        .filter(c -> c.match().port() == 0).findFirst()).map(FilterChain::content).filter(Tcp.class::isInstance)
                        .map(Tcp.class::cast)
                        .flatMap(t -> t.clusters().stream().findFirst()).map(ClusterShare::cluster).orElse(ClusterName.PASSTHROUGH);
    }

    /** All that the dump tells: of a gateway one side, of the proxy beside an application what it sends and, where the dump has it, what arrives. */
    public List<ProxyView> views() {
        return Stream.concat(Stream.of(view), incoming.stream().map(Proxies::incoming)).toList();
    }

    /** Lets requests be followed through what the proxy has, in place of what istiod would tell it. */
    public void replaceIn(Proxies proxies) {
        if (view.side() == Side.GATEWAY) {
            proxies.replace(new ProxyConfiguration(pod, view.configuration().listeners(), proxies.gateway(pod).leftOut()), clusters);
        } else {
            proxies.replace(pod, new DumpedOutbound(view.configuration().listeners(), unknown, proxies.outbound(pod)), clusters);
            incoming.ifPresent(proxies::replace);
        }
    }

    // router~10.244.1.2~POD.NAMESPACE~NAMESPACE.svc.cluster.local
    private static Optional<ProxyName> ofNode(String node) {
        String[] parts = node.split("~");
        return parts.length == 4 && parts[2].indexOf('.') > 0 ? Optional.of(ProxyName.parse(parts[2])) : Optional.empty();
    }
}
