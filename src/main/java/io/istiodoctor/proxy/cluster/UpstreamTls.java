package io.istiodoctor.proxy.cluster;

import io.istiodoctor.mesh.destination.EffectivePolicy;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Node;
import io.istiodoctor.proxy.config.ClusterTls;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.Resolution;
import java.util.List;

/** How a proxy speaks to a host (buildUpstreamTLSSettings of Istio). */
final class UpstreamTls {
    private final Mesh mesh;
    private final Client client;

    UpstreamTls(Mesh mesh, Client client) {
        this.mesh = mesh;
        this.client = client;
    }

    ClusterTls of(RegistryService service, RegistryPort port, EffectivePolicy policy, EndpointRegistry endpoints) {
        Node tls = policy.field("tls");
        if (tls.isPresent()) {
            return switch (EffectivePolicy.mode(tls)) {
                case "ISTIO_MUTUAL" -> new ClusterTls.IstioMutual(tls.text("sni"), texts(tls.get("subjectAltNames")));
                case "SIMPLE" -> unreadable(tls, policy) ? ClusterTls.plain() : originated(tls, false, service);
                case "MUTUAL" -> unreadable(tls, policy) || incomplete(tls) ? ClusterTls.plain() : originated(tls, true, service);
                default -> ClusterTls.plain();
            };
        }
        return !mesh.config().automaticMutualTls() || service.external() || disabled(service, port, policy, endpoints) ? ClusterTls.plain()
                : ClusterTls.auto();
    }

    // The proxies beside applications read no Secrets, unless the DestinationRule chooses them by a selector.
    private boolean unreadable(Node tls, EffectivePolicy policy) {
        return !client.gateway() && !policy.selective() && !tls.text("credentialName").isEmpty()
                && !tls.text("credentialName").startsWith("configmap://");
    }

    private static boolean incomplete(Node tls) {
        return tls.text("credentialName").isEmpty() && (tls.text("clientCertificate").isEmpty() || tls.text("privateKey").isEmpty());
    }

    private static ClusterTls originated(Node tls, boolean mutual, RegistryService service) {
        List<String> written = texts(tls.get("subjectAltNames"));
        List<String> names = written.isEmpty() && service.kubernetes().isEmpty() ? texts(service.resource().spec().get("subjectAltNames"))
                : written;
        return new ClusterTls.Originated(mutual, tls.text("sni"), names, !tls.get("insecureSkipVerify").isTrue());
    }

    private static List<String> texts(Node list) {
        return list.elements().stream().flatMap(n -> n.text().stream()).toList();
    }

    // BestEffortInferServiceMTLSMode: only what holds for a whole namespace or for the mesh counts here.
    private boolean disabled(RegistryService service, RegistryPort port, EffectivePolicy policy, EndpointRegistry endpoints) {
        boolean passthrough = service.resolution() == Resolution.NONE || policy.keepsAddress();
        if (passthrough) {
            List<RegistryEndpoint> all = endpoints.byNumber(service, port);
            if (all.isEmpty() || !all.stream().allMatch(RegistryEndpoint::mutualTls)) {
                return true;
            }
        }
        return mesh.peerModes().ofNamespace(service.namespace()).mode().equals("DISABLE");
    }
}
