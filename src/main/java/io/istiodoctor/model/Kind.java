package io.istiodoctor.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of objects that the tool reads, each with the API versions it understands, newest first. */
public enum Kind {
    NAMESPACE("Namespace", "", "namespaces", false, "v1"),
    NODE("Node", "", "nodes", false, "v1"),
    SERVICE("Service", "", "services", true, "v1"),
    POD("Pod", "", "pods", true, "v1"),
    ENDPOINTS("Endpoints", "", "endpoints", true, "v1"),
    ENDPOINT_SLICE("EndpointSlice", "discovery.k8s.io", "endpointslices", true, "v1", "v1beta1"),
    SECRET("Secret", "", "secrets", true, "v1"),
    CONFIG_MAP("ConfigMap", "", "configmaps", true, "v1"),
    DEPLOYMENT("Deployment", "apps", "deployments", true, "v1"),
    STATEFUL_SET("StatefulSet", "apps", "statefulsets", true, "v1"),
    DAEMON_SET("DaemonSet", "apps", "daemonsets", true, "v1"),
    REPLICA_SET("ReplicaSet", "apps", "replicasets", true, "v1"),
    JOB("Job", "batch", "jobs", true, "v1"),
    CRON_JOB("CronJob", "batch", "cronjobs", true, "v1", "v1beta1"),
    ROLLOUT("Rollout", "argoproj.io", "rollouts", true, "v1alpha1"),
    KNATIVE_SERVICE("Service", "serving.knative.dev", "services", true, "v1"),
    INGRESS("Ingress", "networking.k8s.io", "ingresses", true, "v1", "v1beta1"),
    INGRESS_CLASS("IngressClass", "networking.k8s.io", "ingressclasses", false, "v1", "v1beta1"),
    NETWORK_POLICY("NetworkPolicy", "networking.k8s.io", "networkpolicies", true, "v1"),
    ROLE("Role", "rbac.authorization.k8s.io", "roles", true, "v1"),
    ROLE_BINDING("RoleBinding", "rbac.authorization.k8s.io", "rolebindings", true, "v1"),
    CLUSTER_ROLE("ClusterRole", "rbac.authorization.k8s.io", "clusterroles", false, "v1"),
    CLUSTER_ROLE_BINDING("ClusterRoleBinding", "rbac.authorization.k8s.io", "clusterrolebindings", false, "v1"),
    MUTATING_WEBHOOK("MutatingWebhookConfiguration", "admissionregistration.k8s.io", "mutatingwebhookconfigurations",
            false, "v1"),
    VALIDATING_WEBHOOK("ValidatingWebhookConfiguration", "admissionregistration.k8s.io",
            "validatingwebhookconfigurations", false, "v1"),
    CUSTOM_RESOURCE_DEFINITION("CustomResourceDefinition", "apiextensions.k8s.io", "customresourcedefinitions", false,
            "v1"),
    ISTIO_GATEWAY("Gateway", "networking.istio.io", "gateways", true, "v1", "v1beta1", "v1alpha3"),
    VIRTUAL_SERVICE("VirtualService", "networking.istio.io", "virtualservices", true, "v1", "v1beta1", "v1alpha3"),
    DESTINATION_RULE("DestinationRule", "networking.istio.io", "destinationrules", true, "v1", "v1beta1", "v1alpha3"),
    SERVICE_ENTRY("ServiceEntry", "networking.istio.io", "serviceentries", true, "v1", "v1beta1", "v1alpha3"),
    WORKLOAD_ENTRY("WorkloadEntry", "networking.istio.io", "workloadentries", true, "v1", "v1beta1", "v1alpha3"),
    WORKLOAD_GROUP("WorkloadGroup", "networking.istio.io", "workloadgroups", true, "v1", "v1beta1", "v1alpha3"),
    SIDECAR("Sidecar", "networking.istio.io", "sidecars", true, "v1", "v1beta1", "v1alpha3"),
    ENVOY_FILTER("EnvoyFilter", "networking.istio.io", "envoyfilters", true, "v1alpha3"),
    PROXY_CONFIG("ProxyConfig", "networking.istio.io", "proxyconfigs", true, "v1beta1"),
    AUTHORIZATION_POLICY("AuthorizationPolicy", "security.istio.io", "authorizationpolicies", true, "v1", "v1beta1"),
    PEER_AUTHENTICATION("PeerAuthentication", "security.istio.io", "peerauthentications", true, "v1", "v1beta1"),
    REQUEST_AUTHENTICATION("RequestAuthentication", "security.istio.io", "requestauthentications", true, "v1",
            "v1beta1"),
    TELEMETRY("Telemetry", "telemetry.istio.io", "telemetries", true, "v1", "v1alpha1"),
    WASM_PLUGIN("WasmPlugin", "extensions.istio.io", "wasmplugins", true, "v1alpha1"),
    GATEWAY_CLASS("GatewayClass", "gateway.networking.k8s.io", "gatewayclasses", false, "v1", "v1beta1", "v1alpha2"),
    KUBERNETES_GATEWAY("Gateway", "gateway.networking.k8s.io", "gateways", true, "v1", "v1beta1", "v1alpha2"),
    HTTP_ROUTE("HTTPRoute", "gateway.networking.k8s.io", "httproutes", true, "v1", "v1beta1", "v1alpha2"),
    GRPC_ROUTE("GRPCRoute", "gateway.networking.k8s.io", "grpcroutes", true, "v1", "v1alpha2"),
    TLS_ROUTE("TLSRoute", "gateway.networking.k8s.io", "tlsroutes", true, "v1", "v1alpha3", "v1alpha2"),
    TCP_ROUTE("TCPRoute", "gateway.networking.k8s.io", "tcproutes", true, "v1alpha2"),
    LISTENER_SET("ListenerSet", "gateway.networking.k8s.io", "listenersets", true, "v1"),
    BACKEND_TLS_POLICY("BackendTLSPolicy", "gateway.networking.k8s.io", "backendtlspolicies", true, "v1", "v1alpha3"),
    REFERENCE_GRANT("ReferenceGrant", "gateway.networking.k8s.io", "referencegrants", true, "v1", "v1beta1", "v1alpha2"),
    INFERENCE_POOL("InferencePool", "inference.networking.k8s.io", "inferencepools", true, "v1"),
    IP_ADDRESS_POOL("IPAddressPool", "metallb.io", "ipaddresspools", true, "v1beta1"),
    L2_ADVERTISEMENT("L2Advertisement", "metallb.io", "l2advertisements", true, "v1beta1"),
    BGP_ADVERTISEMENT("BGPAdvertisement", "metallb.io", "bgpadvertisements", true, "v1beta1");

    private static final Map<String, List<Kind>> BY_KIND = Arrays.stream(values()).collect(Collectors.groupingBy(k -> k.kind));
    /** What began in the group extensions, and had its fields there already. */
    private static final Set<Kind> FROM_EXTENSIONS = Set.of(DEPLOYMENT, DAEMON_SET, REPLICA_SET, INGRESS, NETWORK_POLICY);
    private static final Map<String, Kind> BY_RESOURCE_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(Kind::resourceName, k -> k));

    private final String kind;
    private final String group;
    private final String plural;
    private final boolean namespaced;
    private final List<String> versions;
    private final Optional<Kind> itself = Optional.of(this);

    Kind(String kind, String group, String plural, boolean namespaced, String... versions) {
        this.kind = kind;
        this.group = group;
        this.plural = plural;
        this.namespaced = namespaced;
        this.versions = List.of(versions);
    }

    /** The kind as manifests write it; not unique (two kinds are called Gateway). */
    public String kind() {
        return kind;
    }

    /** Whether another kind has the same name, in another group. */
    public boolean namesake() {
        return BY_KIND.getOrDefault(kind, List.of()).size() > 1;
    }

    /** The API group; empty for the core group. */
    public String group() {
        return group;
    }

    /** Whether its API is Istio's. */
    public boolean ofIstio() {
        return group.endsWith(".istio.io");
    }

    /** Whether it is a kind of the Gateway API. */
    public boolean ofGatewayApi() {
        return group.equals(KUBERNETES_GATEWAY.group);
    }

    /** The resource's name in URLs. */
    public String plural() {
        return plural;
    }

    /** Whether objects of this kind live in namespaces. */
    public boolean namespaced() {
        return namespaced;
    }

    /** The understood versions, newest first. */
    public List<String> versions() {
        return versions;
    }

    /** How kubectl names it without doubt: {@code services}, {@code gateways.networking.istio.io}. */
    public String resourceName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** The kind with this {@link #resourceName}. */
    public static Optional<Kind> named(String resourceName) {
        return Optional.ofNullable(BY_RESOURCE_NAME.get(resourceName));
    }

    /** The kind of an object; empty for kinds that the tool does not read. Any version of the group counts. */
    public static Optional<Kind> of(String apiVersion, String kind) {
        int length = Math.max(apiVersion.indexOf('/'), 0);
        for (Kind known : BY_KIND.getOrDefault(kind, List.of())) {
            boolean sameGroup = known.group.length() == length && apiVersion.startsWith(known.group);
            if (sameGroup || length == "extensions".length() && apiVersion.startsWith("extensions") && FROM_EXTENSIONS.contains(known)) {
                return known.itself;
            }
        }
        return Optional.empty();
    }
}
