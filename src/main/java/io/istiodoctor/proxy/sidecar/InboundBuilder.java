package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.workload.InboundCapture;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.config.SidecarInbound;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the incoming side of the proxies beside applications (buildInboundChainConfigs of Istio). */
public final class InboundBuilder {
    private final Mesh mesh;
    private final PodHosts hosts;

    public InboundBuilder(Mesh mesh, ServiceRegistry registry, EndpointRegistry endpoints) {
        this.mesh = mesh;
        this.hosts = new PodHosts(registry, endpoints);
    }

    /** What istiod tells the proxy of a pod, or of the pods that a template makes; of a pod without a proxy, nothing is captured. */
    public SidecarInbound build(Workload pod) {
        Optional<Resource> sidecar = mesh.sidecarOf(pod).filter(s -> !s.spec().get("ingress").elements().isEmpty());
        Map<Long, InboundPort> ports = new TreeMap<>();
        List<LeftOut> leftOut = new ArrayList<>();
        sidecar.ifPresent(s -> listeners(s).forEach(l -> ports.putIfAbsent(l.number(), l)));
        if (sidecar.isEmpty() || enabled("PILOT_ALLOW_SIDECAR_SERVICE_INBOUND_LISTENER_MERGE")) {
            InboundPorts named = InboundPorts.of(hosts.of(pod));
            named.found().forEach(ports::putIfAbsent);
            leftOut.addAll(named.leftOut());
        }
        boolean loopback = mesh.config().mesh().get("inboundTrafficPolicy").text("mode").equals("LOCALHOST");
        return new InboundConfiguration(pod, ports, leftOut, InboundCapture.of(pod), new InboundClusters(pod, loopback), mesh.peerModes(),
                enabled("PILOT_HTTP10"));
    }

    private boolean enabled(String variable) {
        return mesh.config().environment(variable).filter("true"::equals).isPresent();
    }

    private List<InboundPort> listeners(Resource sidecar) {
        List<InboundPort> found = new ArrayList<>();
        List<Node> written = sidecar.spec().get("ingress").elements();
        for (int i = 0; i < written.size(); i++) {
            Node listener = written.get(i);
            Node tls = enabled("ENABLE_TLS_ON_SIDECAR_INGRESS") ? listener.get("tls") : Absent.ABSENT;
            Protocol protocol = Protocol.parse(listener.get("port").text("protocol"));
            found.add(new InboundPort(listener.get("port").get("number").number().orElse(0L), tls.isPresent() ? inside(protocol) : protocol,
                    tls,
                    listener.text("defaultEndpoint"), new FieldRef(sidecar.ref(), "spec.ingress[" + i + "]")));
        }
        return found;
    }

    private static Protocol inside(Protocol protocol) {
        return switch (protocol) {
            case HTTPS -> Protocol.HTTP;
            case TLS -> Protocol.TCP;
            default -> protocol;
        };
    }
}
