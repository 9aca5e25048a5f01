package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.service.Exposure;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.ServicePortPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** A port of a load balancer in front of a gateway, with the Gateway's server that it leads to. */
public final class LoadBalancerPort implements ServicePortPart {
    /** The load balancer puts PROXY protocol in front of connections, and the gateway does not expect it. */
    public static final String UNEXPECTED = "proxy-protocol";
    /** The gateway's pods expect PROXY protocol, and the load balancer is not told to put it in front of connections. */
    public static final String EXPECTED = "proxy-protocol-missing";

    private final ServicePort port;
    private final GatewayServer server;
    private final boolean proxyProtocolTaken;
    private final boolean proxyProtocolAsked;

    private LoadBalancerPort(ServicePort port, GatewayServer server, boolean proxyProtocolTaken, boolean proxyProtocolAsked) {
        this.port = port;
        this.server = server;
        this.proxyProtocolTaken = proxyProtocolTaken;
        this.proxyProtocolAsked = proxyProtocolAsked;
    }

    /** Every port that leads to a server, each with the first server there. */
    public static List<LoadBalancerPort> of(List<Gateway> gateways, ProxyProtocol accepted) {
        List<LoadBalancerPort> all = new ArrayList<>();
        Set<ServicePort> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Gateway gateway : gateways) {
            boolean none = gateway.services().stream().noneMatch(s -> s.type().equals("LoadBalancer"));
            for (GatewayServer server : none ? List.<GatewayServer>of() : gateway.servers()) {
                for (Listener listener : server.listeners()) {
                    listener.entrances().stream().filter(seen::add)
                            .forEach(p -> all.add(new LoadBalancerPort(p, server, accepted.by(listener.workload()),
                                    ProxyProtocol.askedBy(listener.workload()))));
                }
            }
        }
        return all;
    }

    @Override
    public ServicePort port() {
        return port;
    }

    /** The server that it leads to. */
    @SeenByRules
    public GatewayServer server() {
        return server;
    }

    /**
     * What does not fit: "tls-expected" (the load balancer ends TLS, and the server expects it), "plain-expected" (it begins TLS again, and the server expects plain text), "proxy-protocol" (it puts that in front of
     * connections, and the gateway does not expect it), "proxy-protocol-missing" (the pods expect it, and the load balancer is not told to); empty when all fits.
     */
    @SeenByRules
    public String mismatch() {
        Exposure exposure = port.service().exposure();
        String treatment = exposure.treatment(port);
        if (treatment.equals("tls") && server.speech().tls()) {
            return "tls-expected";
        }
        if (treatment.equals("reencrypted") && !server.speech().tls()) {
            return "plain-expected";
        }
        if (exposure.proxyProtocol() && !proxyProtocolTaken) {
            return UNEXPECTED;
        }
        return proxyProtocolAsked && !exposure.proxyProtocolMentioned() && port.service().type().equals("LoadBalancer")
                ? EXPECTED : "";
    }
}
