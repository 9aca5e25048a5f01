package io.istiodoctor.trace;

/** Objects that small meshes of several tests have in common. Each begins with the line that parts it from what is before. */
public final class Parts {
    /** An istiod that serves InferencePools. */
    static final String ISTIOD_WITH_POOLS = """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: istiod, namespace: istio-system}
            spec:
              selector: {matchLabels: {app: istiod}}
              template:
                metadata: {labels: {app: istiod}}
                spec: {containers: [{name: discovery, image: "pilot:1.28.0", env: [{name: ENABLE_GATEWAY_API_INFERENCE_EXTENSION, value: "true"}]}]}
            """;

    private Parts() {}

    /**
     * An application web.shop, which was never applied: a Service with port 80, and a Deployment.
     *
     * @param port the port of the containers
     * @param labels more labels of its pods, as YAML flow text that begins with a comma; may be empty
     */
    static String web(int port, String labels) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: shop}
                spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: %1$d}]}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web%2$s}}
                    spec: {containers: [{name: web, image: "web:1", ports: [{containerPort: %1$d}]}]}
                """.formatted(port, labels);
    }

    /**
     * A Gateway shop/front of the Gateway API with what istiod makes for it, a Service and its pods.
     *
     * @param listener the fields of its listener as YAML flow text
     * @param port what the Service offers
     * @param address of the load balancer
     */
    public static String front(String listener, int port, String address) {
        return """
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: front, namespace: shop}
                spec: {gatewayClassName: istio, listeners: [{%s}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: front-istio, namespace: shop, labels: {gateway.networking.k8s.io/gateway-name: front}}
                spec:
                  type: LoadBalancer
                  clusterIP: 10.0.0.9
                  selector: {gateway.networking.k8s.io/gateway-name: front}
                  ports: [{name: main, port: %d}]
                status: {loadBalancer: {ingress: [{ip: %s}]}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: front-istio, namespace: shop, labels: {gateway.networking.k8s.io/gateway-name: front}}
                spec:
                  selector: {matchLabels: {gateway.networking.k8s.io/gateway-name: front}}
                  template:
                    metadata: {labels: {gateway.networking.k8s.io/gateway-name: front}}
                    spec: {containers: [{name: istio-proxy, image: "docker.io/istio/proxyv2:1.24.0"}]}
                """.formatted(listener, port, address);
    }
}
