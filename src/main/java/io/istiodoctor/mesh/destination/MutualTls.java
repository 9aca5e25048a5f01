package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.InboundCapture;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import java.util.Optional;

/**
 * Whether what a DestinationRule makes clients send is what a port's pods take (E8.1): without a mode of its own a client
 * chooses by itself what fits, so that only an explicit mode can be wrong.
 *
 * @param sent DISABLE or ISTIO_MUTUAL
 * @param taken STRICT or DISABLE; "NO PROXY" where no proxy could end mTLS
 * @param policy the PeerAuthentication that says what is taken; empty for the default
 */
record MutualTls(String sent, String taken, Optional<Resource> policy) {
    /** What does not fit together; empty when all does, or when it cannot be told. */
    static Optional<MutualTls> mismatch(DestinationRules.Choice rule, ServicePort port, PeerModes peers) {
        String sent = rule.tlsMode(port.number(), "");
        Service service = port.service();
        Optional<Workload> server = service.pods().stream().findFirst().or(() -> service.workloads().stream().findFirst());
        // A template is injected when pods are made of it, so that it tells nothing of a proxy.
        if (sent.isEmpty() || server.isEmpty() || server.get().template() && server.get().proxy().isEmpty()) {
            return Optional.empty();
        }
        long target = port.targetOn(server.get()).orElse(port.number());
        // What a gateway takes is for the servers of its Gateways to say.
        if (server.get().gateway()) {
            return Optional.empty();
        }
        // What goes past the proxy is told of the pod that says so.
        if (server.get().sidecar() && InboundCapture.of(server.get()).excludedBy(target).isPresent()) {
            return Optional.empty();
        }
        boolean proxied = server.get().endsMutualTls();
        PeerMode mode = peers.of(server.get(), target);
        String taken = proxied ? mode.mode() : "NO PROXY";
        boolean wrong = sent.equals("DISABLE") && taken.equals("STRICT")
                || sent.equals("ISTIO_MUTUAL") && (taken.equals("DISABLE") || taken.equals("NO PROXY"));
        return wrong ? Optional.of(new MutualTls(sent, taken, mode.by())) : Optional.empty();
    }
}
