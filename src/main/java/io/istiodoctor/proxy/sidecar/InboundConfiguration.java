package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.workload.InboundCapture;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.DownstreamTls.ClientCertificate;
import io.istiodoctor.proxy.config.DownstreamTls;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.SidecarInbound;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What istiod tells a sidecar of incoming traffic (inboundVirtualListener of Istio): one listener, and the chains of a port when they are asked for. */
record InboundConfiguration(Workload workload, Map<Long, InboundPort> numbered, List<LeftOut> leftOut, InboundCapture capture,
        InboundClusters clusters,
        PeerModes modes, boolean http10) implements SidecarInbound {
    private static final long LISTENER_PORT = 15006;

    InboundConfiguration {
        leftOut = List.copyOf(leftOut);
    }

    @Override
    public boolean captured(long port) {
        return capture.captures(port);
    }

    @Override
    public List<Long> ports() {
        return List.copyOf(numbered.keySet());
    }

    @Override
    public PeerMode mode(long port) {
        return modes.of(workload, port);
    }

    @Override
    public EnvoyListener listener(long port) {
        return new EnvoyListener("0.0.0.0", LISTENER_PORT, chains(port), Optional.empty());
    }

    private List<FilterChain> chains(long port) {
        InboundPort own = numbered.get(port);
        String mode = mode(port).mode();
        if (own == null) {
            FieldRef pod = FieldRef.of(workload.resource().ref());
            ClusterName target = port == LISTENER_PORT ? ClusterName.BLACK_HOLE : ClusterName.INBOUND_PASSTHROUGH;
            return new InboundChains(port == LISTENER_PORT ? port : 0, target, pod, http10).of(
                    port == LISTENER_PORT ? Protocol.TCP : Protocol.DETECTED,
                    port == LISTENER_PORT ? "DISABLE" : mode);
        }
        InboundChains chains = new InboundChains(port, ClusterName.inbound(port), own.origin(), http10);
        return own.tls().isPresent() && mode.equals("DISABLE") ? chains.ended(own.protocol(), ended(own)) : chains.of(own.protocol(), mode);
    }

    private static DownstreamTls ended(InboundPort port) {
        ClientCertificate client = switch (port.tls().text("mode")) {
            case "MUTUAL" -> ClientCertificate.REQUIRED;
            case "OPTIONAL_MUTUAL" -> ClientCertificate.OPTIONAL;
            default -> ClientCertificate.NONE;
        };
        String certificate = "file-cert:" + port.tls().text("serverCertificate") + "~" + port.tls().text("privateKey");
        return new DownstreamTls(client, List.of(certificate),
                client == ClientCertificate.NONE ? "" : "file-root:" + port.tls().text("caCertificates"));
    }

    @Override
    public Optional<Cluster> cluster(ClusterName name) {
        if (name.equals(ClusterName.INBOUND_PASSTHROUGH)) {
            return Optional.of(clusters.passthrough());
        }
        return Optional.ofNullable(numbered.get(name.port())).filter(p -> name.equals(ClusterName.inbound(p.number()))).map(clusters::of);
    }
}
