package io.istiodoctor.mend;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.trace.Obstacle;

/** What a person can do about that which no change of objects mends. */
final class WayOut {
    private WayOut() {}

    /** A sentence with a blank before it; empty where the obstacle says all. */
    static String of(Obstacle obstacle) {
        return switch (obstacle) {
            case Obstacle.NoEndpoint n when !n.service().workloads().isEmpty() && !n.service().selector().isEmpty() ->
                    " What keeps the pods is told by: kubectl -n "
                            + n.service().namespace() + " describe pods -l "
                            + Labels.show(n.service().selector()).replace(": ", "=").replace(", ", ",");
            case Obstacle.NotAccepted n when !n.mutual() && n.client().filter(c -> !c.sidecar() && !c.gateway()).isPresent() ->
                    " A proxy beside the client would speak mutual TLS: kubectl label"
                            + " namespace " + n.client().orElseThrow().namespace()
                            + " istio-injection=enabled --overwrite, and then let its pods be made anew.";
            case Obstacle.Denied d -> " Who may do what is for a person to say.";
            case Obstacle.NetworkShut n -> " Who may reach whom is for a person to say.";
            case Obstacle.ClientCertificateAsked c -> " A client that has one shows it: curl --cert and --key.";
            case Obstacle.SpeechDiffers s when !s.tls() && (s.spoken() == Protocol.HTTPS || s.spoken() == Protocol.TLS)
                    && s.sender().filter(Workload::gateway).isEmpty() ->
                    " The application speaks TLS there: a client that asks with https:// is understood.";
            case Obstacle.SpeechDiffers s when !s.tls() -> " What the application speaks is its own to say; the name of its port says it.";
            case Obstacle.NoEntry n -> " `istio-doctor urls` lists what leads in.";
            default -> "";
        };
    }
}
