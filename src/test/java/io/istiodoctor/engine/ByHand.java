package io.istiodoctor.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fixes that no test can play, and what is right although a test sees it come. */
final class ByHand {
    /** By rule, why its first fix, or that of some of its findings, is nothing that these tests can do. */
    static final Map<String, String> RULES = byRule(Map.of(
            "the certificate or key is somebody's to make", List.of(
                    "certificate-expired", "certificate-expiring", "certificate-host-mismatch", "certificate-key-mismatch",
                    "client-ca-missing",
                    "listener-certificate-expired", "listener-certificate-unfit", "credential-invalid", "credential-not-found",
                    "ingress-secret-not-found"),
            "which of two objects gives way is for their owners to say", List.of(
                    "destination-subset-not-found", "gateway-host-conflict",
                    "gateway-protocol-conflict", "virtual-service-host-conflict", "route-shadowed-by-other-virtual-service",
                    "gateway-selects-several-workloads", "gateway-protocol-invalid", "webhook-invalid",
                    "peer-authentication-conflict", "telemetry-selector-conflict", "sidecar-default-conflict",
                    "sidecar-selector-conflict"),
            "what was meant cannot be told from what is written", List.of(
                    "api-version-removed", "listener-invalid", "route-not-attached",
                    "delegate-invalid", "gateway-port-reserved",
                    "host-wildcard-invalid",
                    "named-target-port-missing", "redirect-loop", "regex-invalid", "service-selector-matches-no-pod",
                    "subset-ineffective-at-gateway", "tcp-route-ignored", "workload-selector-mismatch",
                    "virtual-service-references-internal-gateway", "destination-resolution-unusable-at-gateway",
                    "sidecar-egress-host-not-found",
                    "backend-not-found", "route-rule-without-backend", "ingress-backend-not-found", "ingress-default-backend-ignored",
                    "inference-picker-not-found",
                    "workload-port-reserved",
                    "workload-runs-as-proxy-user",
                    "field-unknown",
                    "value-invalid", "name-invalid", "policy-http-field-on-tcp-port",
                    "policy-ineffective", "policy-denies-everything",
                    "policy-source-address-unreliable",
                    "backend-tls-policy-invalid",
                    "envoy-filter-operation-relative-with-version"),
            "the command has a place for what only its reader knows", List.of(
                    "dashboard-exposed-without-authentication", "gateway-server-without-route", "metallb-configuration-ignored"),
            "the command asks the cluster, or makes something that these tests do not play", List.of(
                    "gateway-cannot-read-credentials", "gateway-outside-workload-namespace", "gateway-service-without-ready-pod",
                    "gateway-without-service", "ingress-ignored-by-istio", "load-balancer-address-not-on-node-network",
                    "load-balancer-pending",
                    "service-without-ready-pod", "load-balancer-tls-mismatch", "external-control-plane-address-invalid",
                    "external-control-plane-address-is-ip", "istiod-not-ready", "manual-gateway-address-invalid",
                    "injection-revision-not-found",
                    "injection-webhook-unreachable", "mesh-network-registry-unknown", "jwks-fetch-unrestricted",
                    "jwks-unreachable", "policy-provider-not-found", "telemetry-provider-deprecated", "telemetry-provider-invalid",
                    "condition-negative", "gateway-not-programmed", "gateway-api-version-unsupported", "istio-version-skew",
                    "policy-needs-waypoint", "route-needs-waypoint", "waypoint-not-found")));

    /**
     * By rule, why its first fix, or that of some of its findings, changes nothing but lets its reader look or write.
     */
    static final Map<String, String> SHOWN = byRule(Map.of(
            "what keeps it from working is in a pod, in another program or in the cloud, and is told there", List.of(
                    "service-without-ready-pod", "gateway-service-without-ready-pod", "istiod-not-ready", "gateway-not-programmed",
                    "condition-negative", "injection-webhook-unreachable", "load-balancer-pending",
                    "external-control-plane-address-invalid",
                    "external-control-plane-address-is-ip"),
            "which of two objects gives way is for their owners to say, and what else names it is to be changed with it", List.of(
                    "gateway-host-conflict", "gateway-protocol-conflict", "tcp-route-ignored",
                    "gateway-selects-several-workloads", "peer-authentication-conflict", "virtual-service-host-conflict",
                    "route-shadowed-by-other-virtual-service", "destination-subset-not-found", "sidecar-selector-conflict",
                    "sidecar-default-conflict", "telemetry-selector-conflict", "delegate-invalid", "subset-ineffective-at-gateway"),
            "nothing of what was written is near to what there is", List.of(
                    "backend-not-found", "ingress-backend-not-found", "route-rule-without-backend", "backend-tls-policy-invalid",
                    "inference-picker-not-found",
                    "named-target-port-missing",
                    "sidecar-egress-host-not-found", "jwks-unreachable", "listener-invalid",
                    "route-not-attached", "service-selector-matches-no-pod", "host-wildcard-invalid", "regex-invalid", "redirect-loop",
                    "field-unknown", "value-invalid", "name-invalid", "workload-selector-mismatch", "gateway-port-reserved",
                    "load-balancer-address-not-on-node-network",
                    "virtual-service-references-internal-gateway",
                    "destination-resolution-unusable-at-gateway"),
            "the mesh's configuration is a text inside of a ConfigMap, which no patch reaches", List.of(
                    "ingress-ignored-by-istio", "policy-provider-not-found", "telemetry-provider-deprecated", "telemetry-provider-invalid"),
            "whom a policy is to let in, and where, is for a person to say", List.of(
                    "policy-http-field-on-tcp-port", "policy-ineffective", "policy-source-address-unreliable", "policy-denies-everything"),
            "which hosts are to have the backend is for a person to say", List.of("ingress-default-backend-ignored"),
            "the program in the container has to be told as well", List.of("workload-port-reserved", "workload-runs-as-proxy-user"),
            "the order of patches is what their author meant by it", List.of("envoy-filter-operation-relative-with-version")));

    /** "rule: new rule" where a fix brings a finding to light that was there before, or that the next step mends, with the reason. */
    static final Map<String, String> COMES = Map.ofEntries(
            Map.entry("load-balancer-request-refused: load-balancer-pending",
                    "the Service waits for the address that MetalLB assigns then"),
            Map.entry("gateway-protocol-invalid: credential-not-found",
                    "the Secret is the next step, which its own finding tells"),
            Map.entry("gateway-protocol-invalid: redirect-without-https-server",
                    "the server for HTTPS was missing before"),
            Map.entry("ingress-ignored-by-istio: ingress-backend-not-found",
                    "the case has no Service"),
            Map.entry("ingress-ignored-by-istio: ingress-default-backend-ignored",
                    "the Ingress of the case has nothing but a default backend, which its own finding tells"),
            Map.entry("gateway-selector-matches-no-pod: gateway-without-service",
                    "the case has no Service"),
            Map.entry("gateway-https-port-plain: credential-not-found",
                    "the Secret is the next step, which its own finding tells"),
            Map.entry("redirect-without-https-server: credential-not-found",
                    "the Secret is the next step, which its own finding tells"),
            Map.entry("redirect-without-https-server: gateway-port-not-on-service",
                    "the Service of the case has no port 443"),
            Map.entry("certificate-file-not-mounted: credential-not-found",
                    "the Secret is the next step, which its own finding tells"),
            Map.entry("credential-not-found: credential-invalid",
                    "the case has a Secret without a certificate"),
            Map.entry("port-bound-to-localhost: port-bound-to-localhost",
                    "pods are made anew out of their template"),
            Map.entry("port-protocol-wrong-for-routes: target-port-not-declared",
                    "the containers of the case declare the port for UDP as well"),
            Map.entry("virtual-service-gateway-not-found: gateway-selector-matches-no-pod",
                    "the gateway of the case has a label of its own"),
            Map.entry("virtual-service-gateway-not-found: match-never-holds-at-gateway",
                    "the mesh was meant, which nothing tells"),
            Map.entry("inbound-port-excluded: mtls-disabled-by-client",
                    "the port goes past the proxy, which that rule does not see"),
            Map.entry("route-protocol-mismatch: destination-host-not-found",
                    "the case has no Service, which is told of rules that hold"),
            Map.entry("terminated-tls-without-http-route: destination-host-not-found",
                    "the case has no Service, which is told of rules that hold"),
            Map.entry("route-shadowed-by-other-virtual-service: destination-host-not-found",
                    "the case has no Services, and what was told of the one VirtualService is told of the other"),
            Map.entry("manual-gateway-address-invalid: network-policy-blocks-gateway",
                    "pods of the Gateway's own come under the NetworkPolicy of its namespace"),
            Map.entry("peer-authentication-conflict: peer-authentication-conflict",
                    "where it belongs another one holds already"),
            Map.entry("policy-selector-matches-no-workload: jwt-not-required",
                    "where it belongs it holds, and nothing asks for a token yet"),
            Map.entry("policy-selector-matches-no-workload: value-invalid",
                    "the object of the case has that mistake already"),
            Map.entry("field-unknown: value-invalid",
                    "the object of the case has several mistakes"),
            Map.entry("field-unknown: virtual-service-gateway-not-found",
                    "the case has no Gateway"),
            Map.entry("name-invalid: name-invalid",
                    "the object has another name then, and keeps its other mistakes"),
            Map.entry("destination-bypasses-gateway: value-invalid",
                    "an API server takes the node ports away with the type"),
            Map.entry("virtual-service-host-not-in-gateway: value-invalid",
                    "the object of the case has that host already"),
            Map.entry("value-invalid: credential-not-found",
                    "the Secret is the next step, which its own finding tells"),
            Map.entry("backend-not-found: reference-not-granted",
                    "the grant is the next step, which its own finding tells"),
            Map.entry("listener-invalid: listener-invalid",
                    "the other listeners of the case are still in each other's way"),
            Map.entry("route-not-attached: backend-not-found",
                    "the Service was missing before, which is told of routes that a listener takes"),
            Map.entry("route-not-attached: route-not-attached",
                    "the next reason for which the listener does not take the route is told then"),
            Map.entry("service-port-protocol-mismatch: port-protocol-wrong-for-routes",
                    "the VirtualService of the case sends requests to a database, which stays wrong"),
            Map.entry("service-port-protocol-mismatch: service-ports-conflict-on-workload",
                    "both Services still lead to one port of the pods by two numbers"));

    /** Rules of which a finding stays after the command, with the reason. */
    static final Map<String, String> STAYS = Map.of(
            "pod-image-auto", "the pod is to be deleted then, so that it is made anew",
            "policy-needs-mtls", "pods are to be made anew then",
            "field-unknown", "the case has several such fields");

    /** Rules whose fix is meant to keep some clients out. */
    static final Set<String> DENYING = Set.of("dashboard-exposed-without-authentication", "destination-bypasses-gateway",
            "jwt-not-required");

    private ByHand() {}

    private static Map<String, String> byRule(Map<String, List<String>> byReason) {
        Map<String, String> reasons = new HashMap<>();
        byReason.forEach((reason, rules) -> rules.forEach(r -> reasons.put(r, reason)));
        return Map.copyOf(reasons);
    }
}
