package io.istiodoctor.trace;

/**
 * A small mesh: an ingress gateway, one application behind it, and what leads from the one to the other. Every field is a
 * place where a mistake can be planted; {@link #healthy} has none.
 *
 * @param entry "lb", "ip" (external IP) or "node": how clients come in
 * @param high whether the gateway's pods listen on 8080 and 8443 instead of 80 and 443
 * @param match the rule's uri as YAML flow text; empty for a rule without match
 */
public record SmallMesh(String entry, boolean high, boolean tls, String gatewaySelector, long gatewayPort, String gatewayHost,
        String reference, String host, String match, String destination, long destinationPort, String serviceSelector,
        String targetPort, String templateLabel, String secretNamespace) {
    /** Without a mistake: http://shop.example.com/shop by a load balancer. */
    public static final SmallMesh SHOP = healthy("lb", true, false, "shop.example.com", "prefix: /shop", "8080");
    /** The same by https. */
    public static final SmallMesh SHOP_WITH_TLS = healthy("lb", true, true, "shop.example.com", "prefix: /shop", "8080");
    /** The same by https at an external IP. */
    public static final SmallMesh SHOP_AT_EXTERNAL_IP = healthy("ip", true, true, "shop.example.com", "prefix: /shop", "8080");
    /** The same for every host. */
    public static final SmallMesh SHOP_OF_EVERY_HOST = healthy("lb", true, false, "*", "prefix: /shop", "8080");

    /** One without a mistake. */
    public static SmallMesh healthy(String entry, boolean high, boolean tls, String host, String match, String targetPort) {
        return new SmallMesh(entry, high, tls, "istio: ingressgateway", tls ? 443 : 80, host, "shop", host, match, "shop", 8000,
                "shop", targetPort, "shop", "istio-system");
    }

    /** The manifests, a whole cluster. */
    public String manifests() {
        String address = entry.equals("lb") ? "status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}" : "status: {loadBalancer: {}}";
        String external = entry.equals("ip") ? "externalIPs: [203.0.113.7]" : "sessionAffinity: None";
        return """
                apiVersion: v1
                kind: Node
                metadata: {name: node-1}
                status: {addresses: [{type: InternalIP, address: 192.0.2.11}, {type: ExternalIP, address: 198.51.100.4}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: istio-ingressgateway, namespace: istio-system}
                spec:
                  type: %s
                  clusterIP: 10.0.0.1
                  %s
                  selector: {app: istio-ingressgateway, istio: ingressgateway}
                  ports:
                  - {name: http2, port: 80, targetPort: %d, nodePort: 30080}
                  - {name: https, port: 443, targetPort: %d, nodePort: 30443}
                %s
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: gateway-1, namespace: istio-system, labels: {app: istio-ingressgateway, istio: ingressgateway}}
                spec:
                  nodeName: node-1
                  containers: [{name: istio-proxy, image: "docker.io/istio/proxyv2:1.24.0"}]
                status: {phase: Running, hostIP: 192.0.2.11, conditions: [{type: Ready, status: "True"}]}
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: shop, namespace: shop}
                spec:
                  selector: {%s}
                  servers:
                  - port: {number: %d, name: main, protocol: %s}
                    hosts: ["%s"]
                %s---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: shop}
                spec:
                  hosts: ["%s"]
                  gateways: [%s]
                  http:
                  - %sroute:
                    - destination: {host: %s, port: {number: %d}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: shop}
                spec:
                  clusterIP: 10.0.0.2
                  selector: {app: %s}
                  ports: [{name: http, port: 8000, targetPort: %s}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop-v1, namespace: shop}
                spec:
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: %s}}
                    spec: {containers: [{name: shop, image: "shop:1", ports: [{name: web, containerPort: 8080}]}]}
                %s""".formatted(entry.equals("node") ? "NodePort" : "LoadBalancer", external, high ? 8080 : 80, high ? 8443 : 443,
                address, gatewaySelector, gatewayPort, tls ? "HTTPS" : "HTTP", gatewayHost,
                tls ? "    tls: {mode: SIMPLE, credentialName: shop-credential}\n" : "", host, reference,
                match.isEmpty() ? "" : "match: [{uri: {" + match + "}}]\n    ", destination, destinationPort, serviceSelector,
                targetPort, templateLabel, tls ? secret() : "");
    }

    /** The manifests with a pod that is not ready instead of the Deployment. */
    public String manifestsWithoutReadyPods() {
        return manifests().replaceFirst("(?s)apiVersion: apps/v1\\nkind: Deployment.*", """
                apiVersion: v1
                kind: Pod
                metadata: {name: shop-1, namespace: shop, labels: {app: shop}}
                spec: {containers: [{name: shop, image: "shop:1", ports: [{containerPort: 8080}]}]}
                status: {phase: Running, podIP: 10.1.0.9, conditions: [{type: Ready, status: "False"}]}
                """);
    }

    private String secret() {
        return """
                ---
                apiVersion: v1
                kind: Secret
                type: kubernetes.io/tls
                metadata: {name: shop-credential, namespace: %s}
                stringData: {tls.crt: %s, tls.key: %s}
                """.formatted(secretNamespace, quoted(TestCertificate.CERTIFICATE), quoted(TestCertificate.KEY));
    }

    private static String quoted(String pem) {
        return "\"" + pem.replace("\n", "\\n") + "\"";
    }
}
