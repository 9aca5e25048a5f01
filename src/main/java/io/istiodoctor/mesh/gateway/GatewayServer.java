package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** One server of a Gateway: a port, what it speaks, and the hosts it accepts. */
public final class GatewayServer implements Subject {
    /** Ports that nobody means for plain TCP: of HTTP, of HTTPS, and of other clusters' TLS. */
    private static final Set<Long> CUSTOMARY_FOR_OTHERS = Set.of(80L, 443L, 15443L);

    private final Gateway gateway;
    private final int index;
    private final Node node;
    private final ServerSpec spec;
    private final List<String> hosts;

    GatewayServer(Gateway gateway, int index, Node node) {
        this.gateway = gateway;
        this.index = index;
        this.node = node;
        this.spec = new ServerSpec(gateway.resource().ref(), node);
        this.hosts = node.get("hosts").elements().stream().flatMap(h -> h.text().stream()).toList();
    }

    @Override
    public Resource resource() {
        return gateway.resource();
    }

    @Override
    public String path() {
        return "spec.servers[" + index + "]";
    }

    /** The Gateway that this is a server of. */
    @SeenByRules
    public Gateway gateway() {
        return gateway;
    }

    /** What it says, as istiod reads it. */
    public ServerSpec spec() {
        return spec;
    }

    /** The port's number as written: a port of the gateway's Service. */
    @SeenByRules
    public long port() {
        return spec.port();
    }

    /** The port's name. */
    @SeenByRules
    public String portName() {
        return spec.portName();
    }

    /** The protocol as written, in upper case. */
    @SeenByRules
    public String protocol() {
        return spec.protocolText().toUpperCase(Locale.ROOT);
    }

    /** The address to bind; empty as a rule. */
    @SeenByRules
    public String bind() {
        return spec.bind();
    }

    /** The hosts as written, with their namespaces where there are any. */
    @SeenByRules
    public List<String> hosts() {
        return hosts;
    }

    /** Whether a {@code tls} section is given. */
    @SeenByRules
    public boolean tls() {
        return spec.tls().isPresent();
    }

    /** SIMPLE, MUTUAL, PASSTHROUGH ...; PASSTHROUGH is what Istio takes when a section gives none. */
    @SeenByRules
    public String tlsMode() {
        return spec.tls().text("mode").isEmpty() && httpsRedirect() ? "" : spec.mode();
    }

    /** Whether plain HTTP is answered with a redirect to HTTPS. */
    @SeenByRules
    public boolean httpsRedirect() {
        return spec.httpsRedirect();
    }

    /** Whether the port is named after https or tls and served as plain HTTP, where no load balancer is known to end TLS before it. */
    @SeenByRules
    public boolean plainHttps() {
        String name = portName().toLowerCase(Locale.ROOT);
        return (name.startsWith("https") || name.startsWith("tls")) && speech() == Speech.HTTP && !httpsRedirect()
                && services().stream().noneMatch(Service::tlsAtLoadBalancer);
    }

    /** Whether the server itself ends TLS. */
    @SeenByRules
    public boolean terminatesTls() {
        return spec.terminatesTls();
    }

    /** What is spoken on the port, and who ends TLS. */
    @SeenByRules
    public Speech speech() {
        return Speech.of(this);
    }

    /** {@link #speech()} in words. */
    @SeenByRules
    public String speechText() {
        return speech().words();
    }

    /** Which section of VirtualServices it looks at: http, tls or tcp. */
    @SeenByRules
    public String sectionWanted() {
        return speech().section();
    }

    /** The Secrets that it names for its certificates, in order. */
    @SeenByRules
    public List<Credential> credentials() {
        Node tls = node.get("tls");
        if (tls.get("credentialName").isPresent()) {
            return List.of(new Credential(this, "tls.credentialName", tls.text("credentialName")));
        }
        List<Node> names = tls.get("credentialNames").elements();
        return IntStream.range(0, names.size())
                .mapToObj(i -> new Credential(this, "tls.credentialNames[" + i + "]", names.get(i).text().orElse(""))).toList();
    }

    /** The file of the certificate inside the pods, where one is given instead of a Secret; else empty. */
    @SeenByRules
    public String certificateFile() {
        return terminatesTls() && !tlsMode().equals("ISTIO_MUTUAL") && credentials().isEmpty() ? node.get("tls").text("serverCertificate")
                : "";
    }

    /** A workload into whose proxy nothing is mounted at the certificate's file or above it. */
    @SeenByRules
    public Optional<Workload> withoutMount() {
        return certificateFile().isEmpty() ? Optional.empty()
                : gateway.workloads().stream().filter(w -> !w.assumed() && !w.mounts(certificateFile())).findFirst();
    }

    /** The hosts of a redirect to HTTPS for which the gateway's pods have no server with TLS. */
    @SeenByRules(certainty = "gateway.gatewayAbsence", absentWhenTrue = true)
    public List<String> hostsWithoutTls() {
        return httpsRedirect() && gateway.serversForTls().stream().noneMatch(GatewayServer::contested) && !gateway.workloads().isEmpty()
                ? hostNames().stream().filter(h -> !gateway.podServers().tls(gateway, h)).toList() : List.of();
    }

    /** Whether it and another server compete for a port, so that what follows from that is not told again. */
    @SeenByRules
    public boolean contested() {
        return gateway.podServers().contested(this);
    }

    /** The name of the Secret for the authority of clients' certificates, where one is given; else empty. */
    String authorityName() {
        return node.get("tls").text("caCertCredentialName");
    }

    /** Services in front of the Gateway's pods. */
    @SeenByRules(certainty = "serviceAbsence")
    public List<Service> services() {
        return gateway.services();
    }

    /** Where this server listens, pod by pod. */
    @SeenByRules
    public List<Listener> listeners() {
        return gateway.workloads().stream().map(w -> Listener.of(this, w, gateway.servicesOf(w))).toList();
    }

    /** Whether something in front of some pod leads to where the server listens there. */
    @SeenByRules(certainty = "serviceAbsence")
    public boolean reachable() {
        return listeners().stream().anyMatch(Listener::reachable);
    }

    /** What it means that no other Service is in front of the pods: certain, inferred or unknown. */
    @SeenByRules
    public Certainty serviceAbsence() {
        return gateway.serviceAbsence();
    }

    /**
     * The Service port of this very number, where it leads elsewhere than to where the proxy listens: an earlier port of the
     * Service has the same target, its named target is not declared, or the Service turns translation off.
     */
    @SeenByRules
    public Optional<ServicePort> carriedInVain() {
        return reachable() ? Optional.empty() : servicePorts().stream().filter(p -> p.number() == port()).findFirst();
    }

    /** The earlier port of the same Service that has the target and the protocol of the port that is {@link #carriedInVain}. */
    @SeenByRules
    public Optional<ServicePort> shadowedBy() {
        return carriedInVain().flatMap(p -> p.service().ports().stream().takeWhile(q -> q != p)
                .filter(q -> q.transport().equals("TCP") && q.istioProtocol() == p.istioProtocol())
                .filter(q -> gateway.workloads().stream().anyMatch(w -> q.targetOn(w).isPresent() && q.targetOn(w).equals(p.targetOn(w))))
                .findFirst());
    }

    /** Whether the port that is {@link #carriedInVain} leads to a named port that the pods do not declare. */
    @SeenByRules
    public boolean targetUndeclared() {
        return carriedInVain().filter(ServicePort::nameMissing).isPresent();
    }

    /** Where it would listen on a port below 1024 in a pod that may not: that listener. */
    @SeenByRules
    public Optional<Listener> privileged() {
        return listeners().stream().filter(Listener::privileged).findFirst();
    }

    /** What the proxy itself uses the port for that the server would listen on; empty when nothing does. */
    @SeenByRules
    public String reservedFor() {
        return listeners().stream().map(Listener::reservedFor).filter(u -> !u.isEmpty()).findFirst().orElse("");
    }

    /** Whether it would listen on a port that Istio keeps for proxies beside applications. */
    @SeenByRules
    public boolean reservedForSidecars() {
        return listeners().stream().anyMatch(Listener::reservedForSidecars);
    }

    /** Why Istio refuses it, or cannot serve it; none as a rule. */
    @SeenByRules
    public ServerRefusal refusal() {
        return ServerRefusal.of(this);
    }

    /** The protocol as written, letter case kept. */
    @SeenByRules
    public String protocolText() {
        return spec.protocolText();
    }

    /** The protocol that was most likely meant; empty when none is near. */
    @SeenByRules
    public String nearestProtocol() {
        return Nearest.name(protocol(), ServerRefusal.PROTOCOLS).orElse("");
    }

    /** The Service port whose node port was written as the server's port. */
    @SeenByRules
    public Optional<ServicePort> servicePortOfNodePort() {
        return servicePorts().stream().filter(p -> p.nodePort() == port()).findFirst();
    }

    /** The Service port that was most likely meant. */
    @SeenByRules
    public Optional<ServicePort> nearestServicePort() {
        List<Long> useful = servicePorts().stream().filter(p -> speech() != Speech.TCP || !CUSTOMARY_FOR_OTHERS.contains(p.number()))
                .map(ServicePort::number)
                .toList();
        return servicePortOfNodePort().or(() -> Nearest.port(port(), useful)
                .flatMap(n -> servicePorts().stream().filter(p -> p.number() == n).findFirst()));
    }

    /** Every port of the Services in front of the pods, but the proxy's own health port. */
    @SeenByRules(certainty = "serviceAbsence")
    public List<ServicePort> servicePorts() {
        return services().stream().flatMap(s -> s.ports().stream()).filter(p -> !isStatusPort(p)).toList();
    }

    private static boolean isStatusPort(ServicePort port) {
        return port.portName().equals("status-port") || port.number() == 15021 || port.number() == 15020;
    }

    /**
     * Whether the server takes a host of a VirtualService of that namespace: hosts are {@code h}, {@code ns/h},
     * {@code ./h} (the Gateway's own namespace) or {@code *}{@code /h}, and an overlap in either direction is enough.
     */
    public boolean accepts(String host, String virtualServiceNamespace) {
        return spec.accepts(List.of(host), virtualServiceNamespace);
    }

    /** The hosts without their namespaces. */
    @SeenByRules
    public List<String> hostNames() {
        return hosts.stream().map(ServerSpec::withoutNamespace).toList();
    }
}
