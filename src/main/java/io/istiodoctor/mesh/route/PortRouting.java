package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.destination.DestinationRules;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.ServicePortPart;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Container;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A Service port's declaration beside what is expected of it: by VirtualServices for the Service, and by the pods. */
public final class PortRouting implements ServicePortPart {
    private final ServicePort port;
    private final Optional<VirtualService> ignored;
    private final Optional<VirtualService> udpRouted;
    private final Optional<VirtualService> passed;
    private final Optional<VirtualService> grpc;
    private final boolean upgraded;
    private final MeshConfig config;

    private PortRouting(ServicePort port, Optional<VirtualService> ignored, Optional<VirtualService> udpRouted,
            Optional<VirtualService> passed, Optional<VirtualService> grpc, boolean upgraded, MeshConfig config) {
        this.port = port;
        this.ignored = ignored;
        this.udpRouted = udpRouted;
        this.passed = passed;
        this.grpc = grpc;
        this.upgraded = upgraded;
        this.config = config;
    }

    /** Every port of the Services that were read. */
    public static List<PortRouting> of(List<VirtualService> virtualServices, Services services, DestinationRules rules, MeshConfig config) {
        Map<ServicePort, VirtualService> ignoring = new HashMap<>();
        Map<ServicePort, VirtualService> leading = new HashMap<>();
        Map<ServicePort, VirtualService> passing = new HashMap<>();
        Map<ServicePort, VirtualService> calling = new HashMap<>();
        for (VirtualService v : virtualServices) {
            List<ServicePort> destinations = v.destinations().stream().filter(Destination::http)
                    .flatMap(d -> d.servicePort().stream()).toList();
            destinations.forEach(p -> leading.putIfAbsent(p, v));
            v.destinations().stream().filter(d -> d.fromGateway().passedThrough()).flatMap(d -> d.servicePort().stream())
                    .forEach(p -> passing.putIfAbsent(p, v));
            v.destinations().stream().filter(d -> d.http() && grpcAlone(d.fromGateway().gateways())).flatMap(d -> d.servicePort().stream())
                    .forEach(p -> calling.putIfAbsent(p, v));
            if (routesHttpInMesh(v)) {
                v.hosts().stream().flatMap(h -> services.registry().find(h.host()).stream()).filter(Service.class::isInstance)
                        .map(Service.class::cast).flatMap(s -> withoutHttp(s, destinations).stream())
                        .filter(p -> v.topGateways().isEmpty() || !encrypted(p))
                        .forEach(p -> ignoring.putIfAbsent(p, v));
            }
        }
        List<PortRouting> all = new ArrayList<>();
        boolean upgradedEverywhere = config.mesh().text("h2UpgradePolicy").equals("UPGRADE");
        for (Service s : services.read()) {
            boolean upgraded = upgradedEverywhere || rules.choose(s.host(), s.namespace(), s.namespace()).rules().stream()
                    .anyMatch(PortRouting::upgrades);
            s.ports().forEach(p -> all.add(new PortRouting(p, Optional.ofNullable(ignoring.get(p)),
                    Optional.ofNullable(leading.get(p)), Optional.ofNullable(passing.get(p)), Optional.ofNullable(calling.get(p)), upgraded,
                    config)));
        }
        return List.copyOf(all);
    }

    private static boolean grpcAlone(List<Gateway> gateways) {
        return !gateways.isEmpty() && gateways.stream().flatMap(g -> g.servers().stream()).allMatch(s -> s.protocol().equals("GRPC"));
    }

    private static boolean routesHttpInMesh(VirtualService virtualService) {
        return virtualService.httpRules().stream().anyMatch(VirtualServiceRule::inMesh);
    }

    // One port where HTTP can be told is enough for http rules to work; else those are meant that the routes lead to.
    private static List<ServicePort> withoutHttp(Service service, List<ServicePort> destinations) {
        List<ServicePort> tcp = service.ports().stream().filter(p -> p.transport().equals("TCP")).toList();
        if (tcp.isEmpty() || tcp.stream().anyMatch(p -> p.istioProtocol().http() || !p.protocolKnown())) {
            return List.of();
        }
        List<ServicePort> meant = tcp.stream().filter(destinations::contains).toList();
        return meant.isEmpty() ? List.of(tcp.getFirst()) : meant;
    }

    // That a gateway speaks plain HTTP to TLS is a mistake of its own, and the same cause.
    private static boolean encrypted(ServicePort port) {
        return port.istioProtocol() == Protocol.HTTPS || port.istioProtocol() == Protocol.TLS;
    }

    private static boolean upgrades(Resource rule) {
        Node policy = rule.spec().get("trafficPolicy");
        List<Node> pools = new ArrayList<>(List.of(policy.get("connectionPool").get("http")));
        policy.get("portLevelSettings").elements().forEach(p -> pools.add(p.get("connectionPool").get("http")));
        return pools.stream().anyMatch(p -> p.text("h2UpgradePolicy").equals("UPGRADE") || p.get("useClientProtocol").isTrue());
    }

    @Override
    public ServicePort port() {
        return port;
    }

    /** The VirtualService whose http rules for the Service never apply in the mesh: no port of the Service is one for HTTP. */
    @SeenByRules
    public Optional<VirtualService> ignored() {
        return ignored;
    }

    /** The VirtualService with an http rule that leads here, where the port carries UDP. */
    @SeenByRules
    public Optional<VirtualService> udpRouted() {
        return port.udpAlone() && !port.udpNamedHttp() ? udpRouted : Optional.empty();
    }

    /** The VirtualService with a tls rule that leads here, where the proxy beside the pods takes what arrives for HTTP. */
    @SeenByRules
    public Optional<VirtualService> encryptedRouted() {
        return port.istioProtocol().http() && port.service().workloads().stream().anyMatch(Workload::sidecar) ? passed : Optional.empty();
    }

    /** Whether requests by the name of a single pod find no route: the Service is headless, does not declare its protocol, and istiod is older than 1.12. */
    @SeenByRules
    public boolean podNamesUnserved() {
        return namesDetected() && !config.podNamesServed();
    }

    private boolean namesDetected() {
        return port.service().headless() && !port.protocolKnown() && port.transport().equals("TCP");
    }

    /** Why it is not known whether requests by the names of single pods find a route; empty when it is. */
    @SeenByRules
    public String podNamesUnknown() {
        return namesDetected() && config.controlPlaneVersion().isEmpty() ? "the release of istiod is not known" : "";
    }

    /** The release of istiod, where it is known. */
    @SeenByRules
    public Optional<IstioVersion> istioVersion() {
        return config.controlPlaneVersion();
    }

    /** What the name says where appProtocol decides otherwise: one says HTTP, the other bytes; empty when they agree. */
    @SeenByRules
    public Optional<String> outvotedName() {
        Optional<Protocol> named = Protocol.ofName(port.portName());
        boolean http = port.istioProtocol().http();
        return named.filter(n -> port.appProtocol() && port.protocolKnown() && n.http() != http && !port.transport().equals("UDP"))
                .map(n -> n.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The name of the container port for gRPC behind a port that is declared as HTTP/1.1; empty when there is none. */
    @SeenByRules
    public Optional<String> grpcTarget() {
        return port.istioProtocol() != Protocol.HTTP || upgraded ? Optional.empty() : port.service().workloads().stream()
                .flatMap(w -> w.ports().stream().filter(p -> p.transport().equals("TCP")
                        && port.targetOn(w).filter(t -> t == p.number()).isPresent()))
                .map(Container.ContainerPort::name).filter(PortRouting::grpc).findFirst();
    }

    /** The VirtualService with an http rule that leads here from Gateways whose every server is for gRPC; empty where HTTP/2 is spoken to the port. */
    @SeenByRules
    public Optional<VirtualService> grpcRouted() {
        return port.istioProtocol() != Protocol.HTTP || upgraded ? Optional.empty() : grpc;
    }

    // grpc-web and gateways from JSON to gRPC take HTTP/1.1.
    private static boolean grpc(String name) {
        List<String> words = Arrays.asList(name.toLowerCase(Locale.ROOT).split("-"));
        return Protocol.ofName(name).filter(p -> p == Protocol.GRPC).isPresent()
                && words.stream().noneMatch(w -> List.of("gateway", "gw", "web", "json", "rest", "http").contains(w));
    }
}
