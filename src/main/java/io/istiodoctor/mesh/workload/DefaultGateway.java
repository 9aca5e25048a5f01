package io.istiodoctor.mesh.workload;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;

/** The ingress gateway that Istio installs by default, for manifests that come without one. */
public final class DefaultGateway {
    /** How the output says it. */
    public static final String ASSUMPTION = "The input has no ingress gateway; Istio's default one was assumed: "
            + "istio-system/istio-ingressgateway with the label istio: ingressgateway and the ports 80, 443, 15443, 15021 and 31400.";

    private static final String NAMESPACE = "istio-system";
    private static final String NAME = "istio-ingressgateway";
    private static final Map<String, Object> LABELS = Map.of("app", NAME, "istio", "ingressgateway");

    private DefaultGateway() {}

    /** The Service in front of it. */
    public static Resource service() {
        return object("v1", "Service", Map.of("type", "LoadBalancer", "selector", LABELS, "ports",
                List.of(port("status-port", 15021, 15021), port("http2", 80, 8080), port("https", 443, 8443),
                        port("tcp", 31400, 31400), port("tls", 15443, 15443))));
    }

    static Resource deployment() {
        Map<String, Object> container = Map.of("name", "istio-proxy", "image", "auto", "args", List.of("proxy", "router"));
        return object("apps/v1", "Deployment", Map.of("selector", Map.of("matchLabels", LABELS), "template",
                Map.of("metadata", Map.of("labels", LABELS), "spec", Map.of("containers", List.of(container)))));
    }

    private static Map<String, Object> port(String name, int port, int target) {
        return Map.of("name", name, "port", port, "targetPort", target);
    }

    private static Resource object(String apiVersion, String kind, Map<String, Object> spec) {
        Map<String, Object> metadata = Map.of("name", NAME, "namespace", NAMESPACE, "labels", LABELS);
        Node root = Node.of(Map.of("apiVersion", apiVersion, "kind", kind, "metadata", metadata, "spec", spec));
        return new Resource(new ObjectRef(apiVersion, kind, NAMESPACE, NAME), (Mapping) root, new Origin.Cluster());
    }
}
