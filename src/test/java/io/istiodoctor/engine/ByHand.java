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
                    "ingress-secret-not-found", "credential-name-reserved"),
            "which of two objects gives way is for their owners to say", List.of(
                    "certificate-shared-by-gateways", "destination-rule-conflict", "destination-subset-not-found", "gateway-host-conflict",
                    "gateway-protocol-conflict", "virtual-service-host-conflict", "route-shadowed-by-other-virtual-service",
                    "sni-host-not-in-gateway", "gateway-selects-several-workloads", "gateway-protocol-invalid", "webhook-invalid",
                    "peer-authentication-conflict", "telemetry-default-conflict", "telemetry-selector-conflict", "sidecar-default-conflict",
                    "sidecar-selector-conflict", "ingress-host-shared"),
            "whether a rule is to stand before another or to go is for its author to say", List.of(
                    "route-unreachable", "match-ineffective"),
            "what was meant cannot be told from what is written", List.of(
                    "api-version-removed", "listener-invalid", "plaintext-to-https-backend", "route-not-attached",
                    "asterisk-in-path", "delegate-invalid", "destination-rule-host-not-found", "gateway-port-reserved",
                    "host-wildcard-invalid",
                    "match-header-invalid", "named-target-port-missing", "redirect-loop", "regex-invalid", "route-protocol-mismatch",
                    "route-weights-invalid", "service-selector-matches-no-pod", "subset-ineffective-at-gateway", "subset-selects-no-pod",
                    "tcp-route-ignored", "terminated-tls-without-http-route", "tls-originated-twice", "workload-selector-mismatch",
                    "virtual-service-references-internal-gateway", "destination-resolution-unusable-at-gateway",
                    "sidecar-egress-host-not-found",
                    "backend-not-found", "inference-picker-not-found", "injection-label-invalid", "workload-port-reserved",
                    "workload-runs-as-proxy-user",
                    "field-unknown",
                    "value-invalid", "name-invalid", "policy-denies-everything", "policy-denies-gateway", "policy-http-field-on-tcp-port",
                    "policy-ineffective",
                    "port-mtls-ineffective", "policy-namespace-not-found", "policy-selector-matches-no-workload",
                    "policy-source-address-unreliable",
                    "telemetry-selector-matches-no-workload", "sidecar-selector-matches-no-workload", "annotation-value-invalid",
                    "extension-selector-matches-no-workload",
                    "sidecar-hides-destination", "wildcard-mtls-mismatch", "backend-tls-policy-invalid",
                    "envoy-filter-operation-relative-with-version", "service-entry-addresses-required"),
            "the command has a place for what only its reader knows", List.of(
                    "dashboard-exposed-without-authentication", "gateway-server-without-route", "metallb-configuration-ignored"),
            "the command asks the cluster, or makes something that these tests do not play", List.of(
                    "gateway-cannot-read-credentials", "gateway-outside-workload-namespace", "gateway-service-without-ready-pod",
                    "gateway-without-service", "ingress-ignored-by-istio", "load-balancer-address-not-on-node-network",
                    "load-balancer-pending",
                    "service-without-ready-pod", "load-balancer-tls-mismatch", "external-control-plane-address-invalid",
                    "external-control-plane-address-is-ip", "istiod-not-ready", "manual-gateway-address-invalid",
                    "injection-revision-not-found",
                    "injection-webhook-unreachable", "proxy-image-outdated", "mesh-network-registry-unknown", "jwks-fetch-unrestricted",
                    "jwks-unreachable", "policy-provider-not-found", "telemetry-provider-deprecated", "telemetry-provider-invalid",
                    "condition-negative", "gateway-not-programmed", "gateway-api-version-unsupported", "istio-version-skew",
                    "pod-not-captured", "route-needs-waypoint", "sidecar-and-ambient", "waypoint-not-found")));

    /** "rule: new rule" where a fix brings a finding to light that was there before, or that the next step mends, with the reason. */
    static final Map<String, String> COMES = Map.ofEntries(
            Map.entry("gateway-protocol-invalid: credential-not-found",
                    "the Secret is the next step, which its own finding tells"),
            Map.entry("gateway-protocol-invalid: redirect-without-https-server",
                    "the server for HTTPS was missing before"),
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
