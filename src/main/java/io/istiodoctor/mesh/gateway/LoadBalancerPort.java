package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.service.Exposure;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.ServicePortPart;
import io.istiodoctor.mesh.workload.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A port of a load balancer in front of a gateway's pods, with the server of a Gateway of Istio's that it leads to, where there is one. */
public final class LoadBalancerPort implements ServicePortPart {
    /** The load balancer puts PROXY protocol in front of connections, and the gateway does not expect it. */
    public static final String UNEXPECTED = "proxy-protocol";
    /** The gateway's pods expect PROXY protocol, and the load balancer is not told to put it in front of connections. */
    public static final String EXPECTED = "proxy-protocol-missing";
    private static final long HEALTH = 15021;

    private final ServicePort port;
    private final Optional<GatewayServer> server;
    private final Workload pod;
    private final boolean proxyProtocolTaken;
    private final boolean told;

    private LoadBalancerPort(ServicePort port, Optional<GatewayServer> server, Workload pod, ProxyProtocol accepted, boolean told) {
        this.port = port;
        this.server = server;
        this.pod = pod;
        this.proxyProtocolTaken = accepted.by(pod);
        this.told = told;
    }

    /**
     * Every port that leads to a server, each with the first server there; and every other one, but that for the proxy's own health, of Services before a gateway's
     * pods, which may be served by the Gateway API or Ingresses.
     */
    public static List<LoadBalancerPort> of(List<Gateway> gateways, List<Service> services, ProxyProtocol accepted) {
        List<LoadBalancerPort> all = new ArrayList<>();
        Set<ServicePort> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Gateway gateway : gateways) {
            boolean none = gateway.services().stream().noneMatch(s -> s.type().equals("LoadBalancer"));
            for (GatewayServer server : none ? List.<GatewayServer>of() : gateway.servers()) {
                for (Listener listener : server.listeners()) {
                    listener.entrances().stream().filter(seen::add)
                            .forEach(p -> all.add(new LoadBalancerPort(p, Optional.of(server), listener.workload(), accepted, true)));
                }
            }
        }
        for (Service service : services.stream().filter(s -> s.type().equals("LoadBalancer")).toList()) {
            boolean served = service.ports().stream().anyMatch(seen::contains);
            List<ServicePort> others = service.ports().stream().filter(p -> p.transport().equals("TCP") && p.number() != HEALTH)
                    .filter(p -> !seen.contains(p)).toList();
            service.workloads().stream().filter(Workload::gateway).findFirst().ifPresent(pod -> others
                    .forEach(p -> all.add(new LoadBalancerPort(p, Optional.empty(), pod, accepted, !served && p == others.getFirst()))));
        }
        return all;
    }

    @Override
    public ServicePort port() {
        return port;
    }

    /** The server of a Gateway of Istio's that it leads to; empty where the gateway is the Gateway API's, or for Ingresses. */
    @SeenByRules
    public Optional<GatewayServer> server() {
        return server;
    }

    /** The gateway's pod or pod template. */
    @SeenByRules
    public Workload pod() {
        return pod;
    }

    /** Whether what does not fit is to be told of it: where a server is, and of the first port of a Service without any, as what is served on which is not looked at. */
    @SeenByRules
    public boolean told() {
        return told;
    }

    /**
     * What does not fit: "tls-expected" (the load balancer ends TLS, and the server expects it), "plain-expected" (it begins TLS again, and the server expects plain text), "proxy-protocol" (it puts that in front of
     * connections, and the gateway does not expect it), "proxy-protocol-missing" (the pods expect it, and the load balancer is not told to); empty when all fits.
     */
    @SeenByRules
    public String mismatch() {
        Exposure exposure = port.service().exposure();
        String treatment = exposure.treatment(port);
        if (treatment.equals("tls") && server.filter(s -> s.speech().tls()).isPresent()) {
            return "tls-expected";
        }
        if (treatment.equals("reencrypted") && server.filter(s -> !s.speech().tls()).isPresent()) {
            return "plain-expected";
        }
        if (exposure.proxyProtocol() && !proxyProtocolTaken) {
            return UNEXPECTED;
        }
        return ProxyProtocol.askedBy(pod) && !exposure.proxyProtocolMentioned() && port.service().type().equals("LoadBalancer")
                ? EXPECTED : "";
    }
}
