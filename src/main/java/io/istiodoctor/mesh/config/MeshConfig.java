package io.istiodoctor.mesh.config;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.workload.Container;
import io.istiodoctor.mesh.workload.ManagedGateway;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Istio's control plane was told: {@code mesh} of the ConfigMap istio in the control plane's namespace, and the
 * environment of istiod. What the input does not hold has Istio's defaults.
 */
public final class MeshConfig {
    private static final String DNS_CAPTURE = "ISTIO_META_DNS_CAPTURE";
    private static final String DEFAULT_ROOT = "istio-system";

    private final Node mesh;
    private final Map<String, String> environment;
    private final Optional<IstioVersion> version;

    private MeshConfig(Node mesh, Map<String, String> environment, Optional<IstioVersion> version) {
        this.mesh = mesh;
        this.environment = environment;
        this.version = version;
    }

    /** The configuration of the istiod among the workloads. */
    public static MeshConfig of(Inventory inventory, List<Workload> workloads) {
        Optional<Container> istiod = workloads.stream().filter(Workload::istiod)
                .flatMap(w -> w.containers().stream()).filter(c -> c.name().equals("discovery")).findFirst();
        Node mesh = inventory.all(Kind.CONFIG_MAP).stream().filter(c -> c.ref().name().equals("istio"))
                .flatMap(c -> c.root().get("data").get("mesh").text().stream()).findFirst().map(MeshConfig::parse)
                .orElse(Absent.ABSENT);
        return new MeshConfig(mesh, istiod.map(Container::env).orElse(Map.of()), version(inventory, workloads));
    }

    // A mesh that is being upgraded is judged by its newest release: what only that knows is no mistake.
    private static Optional<IstioVersion> version(Inventory inventory, List<Workload> workloads) {
        return inventory.snapshot().istio().map(r -> new IstioVersion(r.major(), r.minor()))
                .or(() -> workloads.stream().filter(Workload::istiod).flatMap(w -> w.containers().stream())
                        .filter(c -> c.name().equals("discovery"))
                        .flatMap(c -> IstioVersion.ofImage(c.image()).stream()).max(Comparator.naturalOrder()))
                .or(() -> workloads.stream().flatMap(w -> w.proxyVersion().stream()).max(Comparator.naturalOrder()));
    }

    private static Node parse(String text) {
        try {
            return YamlReader.read("ConfigMap istio", text).stream().map(Document::root).findFirst().orElse(Absent.ABSENT);
        } catch (SyntaxError unreadable) {
            return Absent.ABSENT;
        }
    }

    /** The whole configuration; absent when the input has none. */
    public Node mesh() {
        return mesh;
    }

    /** Whether proxies send mutual TLS by themselves wherever it is taken. */
    public boolean automaticMutualTls() {
        return mesh().get("enableAutoMtls").text().filter("false"::equals).isEmpty();
    }

    /** The namespace whose policies hold for the whole mesh. */
    public String rootNamespace() {
        String root = mesh.text("rootNamespace");
        return root.isEmpty() ? DEFAULT_ROOT : root;
    }

    /** The release of istiod: as the user says, else by the tag of its image, else, where there is none, by those of proxies; the newest of several. */
    public Optional<IstioVersion> controlPlaneVersion() {
        return version;
    }

    /** Whether the names of single pods are served where a headless Service leaves its port's protocol to detection: up to Istio 1.11 they are not. */
    public boolean podNamesServed() {
        return version.map(v -> v.atLeast(1, 12)).orElse(true);
    }

    /** Whether a Gateway only configures pods of its own namespace (PILOT_SCOPE_GATEWAY_TO_NAMESPACE). */
    public boolean gatewaysScoped() {
        return environment.getOrDefault("PILOT_SCOPE_GATEWAY_TO_NAMESPACE", "false").equals("true");
    }

    /**
     * Why a Gateway of a namespace cannot configure a pod, although its selector matches: "scoped" when istiod keeps every Gateway to its
     * own namespace, "managed" when the pod belongs to a Gateway of the Gateway API (from 1.31, PILOT_ENABLE_STRICT_GATEWAY_MERGING); else empty.
     */
    public String keptApart(String gatewayNamespace, Workload pod) {
        if (gatewayNamespace.equals(pod.namespace())) {
            return "";
        }
        if (gatewaysScoped()) {
            return "scoped";
        }
        boolean strict = environment("PILOT_ENABLE_STRICT_GATEWAY_MERGING").map("true"::equals)
                .orElseGet(() -> version.filter(v -> v.atLeast(1, 31)).isPresent());
        return strict && pod.labels().containsKey(ManagedGateway.NAME_LABEL) ? "managed" : "";
    }

    /** Whether gateways expect PROXY protocol in front of connections unless told otherwise. */
    public boolean proxyProtocolByDefault() {
        return mesh.get("defaultConfig").get("gatewayTopology").get("proxyProtocol").isPresent();
    }

    /** The class of annotations by which istiod takes Ingresses. */
    public String ingressClass() {
        String configured = mesh.text("ingressClass");
        return configured.isEmpty() ? "istio" : configured;
    }

    /** STRICT, DEFAULT or OFF: which Ingresses istiod takes. */
    public String ingressMode() {
        String configured = mesh.text("ingressControllerMode");
        return configured.isEmpty() ? "STRICT" : configured;
    }

    /** The value of the label {@code istio} on the pods that serve Ingresses. */
    public String ingressSelector() {
        String selector = mesh.text("ingressSelector");
        String service = mesh.text("ingressService");
        return !selector.isEmpty() ? selector : service.isEmpty() || service.equals("istio-ingressgateway") ? "ingressgateway" : service;
    }

    /** An environment variable of istiod. */
    public Optional<String> environment(String variable) {
        return Optional.ofNullable(environment.get(variable));
    }

    /** The default of exportTo for a kind; everywhere unless configured. */
    List<String> defaultExportTo(Kind kind) {
        String field = switch (kind) {
            case SERVICE, SERVICE_ENTRY -> "defaultServiceExportTo";
            case VIRTUAL_SERVICE -> "defaultVirtualServiceExportTo";
            case DESTINATION_RULE -> "defaultDestinationRuleExportTo";
            default -> throw new IllegalArgumentException(kind + " has no exportTo");
        };
        List<String> configured = mesh.get(field).elements().stream().flatMap(n -> n.text().stream()).toList();
        return configured.isEmpty() ? List.of("*") : configured;
    }

    /** How many proxies in front of gateways are believed, unless a gateway says otherwise (gatewayTopology). */
    public int trustedProxies() {
        return mesh.get("defaultConfig").get("gatewayTopology").get("numTrustedProxies").number().map(n -> Math.clamp(n, 0, 100)).orElse(0);
    }

    /** The names of istiod's own cluster. */
    public Set<String> clusters() {
        return environment("CLUSTER_ID").map(Set::of).orElse(Set.of());
    }

    /** Namespace selectors that decide what istiod sees at all; empty when it sees everything. */
    public List<Node> discoverySelectors() {
        return mesh.get("discoverySelectors").elements();
    }

    /** Whether proxies answer the questions for hosts of the mesh that their pods send to DNS, where a pod says nothing else. */
    public boolean capturesDns() {
        return mesh().get("defaultConfig").get("proxyMetadata").text(DNS_CAPTURE).equals("true");
    }

    /** Whether the proxy beside an application answers what its pod asks DNS for hosts of the mesh. */
    public boolean capturesDns(Workload pod) {
        return pod.proxy().flatMap(p -> Optional.ofNullable(p.env().get(DNS_CAPTURE))).map("true"::equals).orElseGet(this::capturesDns);
    }
}
