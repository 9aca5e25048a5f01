package io.istiodoctor.trace;

import io.istiodoctor.mesh.policy.Peer;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.proxy.config.Cluster.Discovery;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterTls;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whose certificates a proxy takes in Istio's mutual TLS: those of names that a DestinationRule gives, else those of the service accounts of a host's
 * endpoints (buildUpstreamTLSSettings and addServiceAccounts of Istio). Only where the client's own address is kept, another pod than one of these can
 * be met.
 */
final class ExpectedServer {
    private static final String SCHEME = "spiffe://";

    private final Network net;
    private final Cluster cluster;

    ExpectedServer(Network net, Cluster cluster) {
        this.net = net;
        this.cluster = cluster;
    }

    /** The names of which a pod's certificate has none; empty where it has one, or where any certificate of the mesh will do. */
    Set<String> lacking(Workload pod) {
        Set<String> names = new TreeSet<>(cluster.tls() instanceof ClusterTls.IstioMutual(String sni, var given) ? given : List.of());
        if (names.isEmpty() && cluster.discovery() == Discovery.ORIGINAL_DESTINATION) {
            accounts().ifPresent(names::addAll);
        }
        return names.isEmpty() || identity(pod).filter(names::contains).isPresent() || !pod.accountKnown() ? Set.of() : names;
    }

    // Of an endpoint that is no pod the account is not known.
    private Optional<Set<String>> accounts() {
        Set<String> found = new TreeSet<>();
        for (RegistryService service : net.proxies().registry().find(cluster.name().host())) {
            List<RegistryEndpoint> all = service.ports().stream().flatMap(p -> net.proxies().endpoints().of(service, p).stream()).toList();
            if (all.stream().anyMatch(e -> e.workload().filter(Workload::accountKnown).isEmpty())) {
                return Optional.empty();
            }
            all.stream().flatMap(e -> e.workload().flatMap(this::identity).stream()).forEach(found::add);
            written(service).forEach(found::add);
        }
        return Optional.of(found);
    }

    private static Stream<String> written(RegistryService service) {
        Stream<Node> names = service.kubernetes().isPresent() ? Stream.of()
                : service.resource().spec().get("subjectAltNames").elements().stream();
        return names.flatMap(n -> n.text().stream());
    }

    private Optional<String> identity(Workload pod) {
        return new Caller(Optional.of(pod)).certified(net.mesh().config()) instanceof Peer.Certified(String principal)
                ? Optional.of(SCHEME + principal) : Optional.empty();
    }
}
