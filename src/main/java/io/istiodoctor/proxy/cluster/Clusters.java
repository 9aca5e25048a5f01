package io.istiodoctor.proxy.cluster;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.destination.DestinationRules.Choice;
import io.istiodoctor.mesh.destination.DestinationRules.Subset;
import io.istiodoctor.mesh.destination.EffectivePolicy;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.cluster.MissingCluster.Reason;
import io.istiodoctor.proxy.config.Cluster.Discovery;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterEndpoint;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterTls;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.Resolution;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The clusters that one proxy is told of, each made when it is asked for (buildOutboundClusters and applyDestinationRule of Istio). */
public final class Clusters implements ClusterTable {
    private final Mesh mesh;
    private final ServiceRegistry registry;
    private final Absence absence;
    private final EndpointRegistry endpoints;
    private final Client client;
    private final Map<ClusterName, Optional<Cluster>> known = new HashMap<>();

    public Clusters(Mesh mesh, ServiceRegistry registry, EndpointRegistry endpoints, Client client) {
        this.mesh = mesh;
        this.registry = registry;
        this.absence = new Absence(mesh);
        this.endpoints = endpoints;
        this.client = client;
    }

    @Override
    public Optional<Cluster> find(ClusterName name) {
        return known.computeIfAbsent(name, this::make);
    }

    /** Every cluster that the proxy is told of: each port of each host, as a whole and by subset. */
    public List<Cluster> all() {
        return client.services().stream().flatMap(s -> {
            List<String> parts = Stream.concat(Stream.of(""), client.rules(s).subsetNames().stream()).toList();
            return s.ports().stream().mapToLong(RegistryPort::number).distinct().boxed()
                    .flatMap(p -> parts.stream().flatMap(part -> find(ClusterName.outbound(p, part, s.host())).stream()));
        }).toList();
    }

    @Override
    public MissingCluster missing(ClusterName name) {
        if (name.special()) {
            return new MissingCluster(name, Reason.BACKEND, Optional.empty(), List.of(), Certainty.CERTAIN);
        }
        Optional<RegistryService> seen = client.service(name.host()).filter(s -> s.resolution() != Resolution.ALIAS);
        if (seen.isEmpty()) {
            Optional<RegistryService> hidden = registry.find(name.host()).stream().findFirst();
            return new MissingCluster(name, hidden.isPresent() ? Reason.NOT_SEEN : Reason.HOST, hidden, List.of(),
                    hidden.isPresent() ? Certainty.CERTAIN : absence.ofHost(name.host()));
        }
        if (seen.get().port(name.port()).isEmpty()) {
            return new MissingCluster(name, Reason.PORT, seen, seen.get().ports().stream().map(p -> Long.toString(p.number())).toList(),
                    Certainty.CERTAIN);
        }
        Choice choice = client.rules(seen.get());
        boolean subset = !name.subset().isEmpty() && choice.subset(name.subset()).isEmpty();
        return subset
                ? new MissingCluster(name, Reason.SUBSET, seen, choice.subsetNames(),
                        absence.ofSubset(client.workload().namespace(), seen.get().namespace()))
                : new MissingCluster(name, Reason.ENDPOINT, seen, List.of(), Certainty.CERTAIN);
    }

    private Optional<Cluster> make(ClusterName name) {
        if (name.special()) {
            return Optional.empty();
        }
        return client.service(name.host()).filter(s -> s.resolution() != Resolution.ALIAS)
                .flatMap(s -> s.port(name.port()).flatMap(p -> make(name, s, p)));
    }

    private Optional<Cluster> make(ClusterName name, RegistryService service, RegistryPort port) {
        Choice choice = client.rules(service);
        Optional<Subset> subset = name.subset().isEmpty() ? Optional.empty() : choice.subset(name.subset());
        if (subset.isEmpty() && !name.subset().isEmpty()) {
            return Optional.empty();
        }
        EffectivePolicy policy = client.clientRules().policy(choice, port.number(), subset);
        boolean inherited = subset.isPresent() && (policy.keepsAddress()
                || passthrough(client.clientRules().policy(choice, port.number(), Optional.empty())));
        Discovery discovery = discovery(service, inherited || passthrough(policy));
        List<ClusterEndpoint> found = endpoints.of(service, port).stream().filter(RegistryEndpoint::ready)
                .filter(e -> discovery != Discovery.EDS || e.address().isEmpty() || e.numeric()).filter(e -> near(service, e))
                .filter(e -> !name.handedOn() || endpoint(e, discovery, policy).mutualTls())
                .filter(e -> subset.isEmpty() || Labels.match(subsetLabels(subset.get()), e.labels()))
                .map(e -> endpoint(e, discovery, policy)).toList();
        if (discovery == Discovery.DNS && found.isEmpty()) {
            return Optional.empty();
        }
        Optional<FieldRef> rule = subset.map(s -> new FieldRef(s.owner().ref(), s.path()))
                .or(() -> client.clientRules().leading(choice, policy));
        return Optional.of(new Cluster(name, discovery, port.protocol(), http2(port, policy),
                tls(name, service, port, policy, discovery), discovery == Discovery.ORIGINAL_DESTINATION ? List.of() : found,
                port.origin(), rule, service.kubernetes().map(Service::unknown).orElse("")));
    }

    // With internalTrafficPolicy: Local, endpoints on other nodes do not exist. A pod without a node may come to be on any.
    private boolean near(RegistryService service, RegistryEndpoint endpoint) {
        String own = client.workload().nodeName();
        boolean local = service.kubernetes().filter(s -> s.resource().spec().text("internalTrafficPolicy").equals("Local")).isPresent();
        return !local || endpoint.workload().map(Workload::nodeName).filter(n -> n.isEmpty() || own.isEmpty() || n.equals(own)).isPresent();
    }

    // Where the client's own address is kept, endpoints cannot be told apart: mutual TLS is not tried, but spoken.
    private ClusterTls tls(ClusterName name, RegistryService service, RegistryPort port, EffectivePolicy policy, Discovery discovery) {
        if (name.handedOn()) {
            return ClusterTls.plain();
        }
        ClusterTls tls = new UpstreamTls(mesh, client).of(service, port, policy, endpoints);
        return discovery == Discovery.ORIGINAL_DESTINATION && tls instanceof ClusterTls.Auto ? ClusterTls.istioMutual() : tls;
    }

    // Labels that tell a place are given to endpoints by istiod itself.
    private static Map<String, String> subsetLabels(Subset subset) {
        Map<String, String> labels = new HashMap<>(subset.labels());
        labels.keySet().removeIf(k -> k.startsWith("topology.kubernetes.io/") || k.startsWith("topology.istio.io/"));
        return labels;
    }

    // What the host as a whole is told of passing on holds for its subsets, whatever they say themselves.
    private static boolean passthrough(EffectivePolicy policy) {
        return policy.field("loadBalancer").text("simple").equals("PASSTHROUGH");
    }

    // convertResolution and applyLoadBalancer of Istio
    private Discovery discovery(RegistryService service, boolean passthrough) {
        if (passthrough) {
            return Discovery.ORIGINAL_DESTINATION;
        }
        return switch (service.resolution()) {
            case DNS, DNS_ROUND_ROBIN -> Discovery.DNS;
            case NONE, DYNAMIC_DNS -> client.gateway() || service.kubernetes().isPresent() && headlessByEndpoints() ? Discovery.EDS
                    : Discovery.ORIGINAL_DESTINATION;
            case STATIC, ALIAS -> Discovery.EDS;
        };
    }

    private boolean headlessByEndpoints() {
        return mesh.config().environment("PILOT_ENABLE_EDS_FOR_HEADLESS_SERVICES").filter("true"::equals).isPresent();
    }

    private static boolean http2(RegistryPort port, EffectivePolicy policy) {
        boolean declared = port.protocol() == Protocol.HTTP2 || port.protocol() == Protocol.GRPC || port.protocol() == Protocol.GRPC_WEB;
        return declared || policy.field("connectionPool").get("http").text("h2UpgradePolicy").equals("UPGRADE");
    }

    private ClusterEndpoint endpoint(RegistryEndpoint e, Discovery discovery, EffectivePolicy policy) {
        String mode = discovery == Discovery.DNS ? "" : policy.endpointMode();
        boolean taken = mode.isEmpty()
                ? e.mutualTls() && e.workload().map(w -> !mesh.peerModes().of(w, e.port()).mode().equals("DISABLE")).orElse(true)
                : mode.equals("ISTIO_MUTUAL") && e.mutualTls();
        return new ClusterEndpoint(e.address(), e.port(), e.workload(), taken);
    }
}
