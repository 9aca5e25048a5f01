package io.istiodoctor.mesh.workload;

import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.workload.Container.ContainerPort;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A pod, or the pod template of a workload object. Templates count as much as pods: with replicas 0, or in manifests, they
 * are all there is. Pods that have ended or are being deleted are no workloads.
 */
public final class Workload implements Subject {
    private final Resource resource;
    private final String templatePath;
    private final Node pod;
    private final Map<String, String> labels;
    private final Map<String, String> annotations;
    private final List<Container> containers;
    private final List<Container> applicationContainers;
    private final List<ContainerPort> ports;
    private final Optional<Container> proxy;
    private final boolean waypoint;
    private final boolean gateway;
    private final boolean assumed;
    private final boolean proxied;

    /** Whether an object is of a kind that carries pods or pod templates. */
    public static boolean carriedBy(Resource object) {
        return object.ref().known().filter(WorkloadReader.KINDS::contains).isPresent();
    }

    /**
     * A pod or a template.
     *
     * @param assumed whether it is not part of the input
     * @param proxied whether a proxy comes into its pods when they are made
     */
    Workload(Resource resource, String templatePath, Node pod, boolean assumed, boolean proxied) {
        this.resource = resource;
        this.templatePath = templatePath;
        this.pod = pod;
        this.labels = Resource.texts(pod.get("metadata").get("labels"));
        this.annotations = Resource.texts(pod.get("metadata").get("annotations"));
        this.containers = Container.of(pod.get("spec"));
        this.applicationContainers = containers.stream().filter(c -> !c.proxy() && !c.init()).toList();
        this.ports = containers.stream().filter(c -> !c.init()).flatMap(c -> c.ports().stream()).toList();
        this.proxy = containers.stream().filter(Container::proxy).findFirst();
        this.waypoint = proxy.filter(p -> p.args().contains("waypoint")).isPresent()
                || labels.getOrDefault("gateway.istio.io/managed", "").equals("istio.io-mesh-controller");
        this.gateway = !waypoint && (proxy.isPresent() && (proxy.get().args().contains("router") || applicationContainers.isEmpty())
                || labels.containsKey(ManagedGateway.NAME_LABEL)
                || annotations.getOrDefault("inject.istio.io/templates", "").contains("gateway"));
        this.assumed = assumed;
        this.proxied = proxied;
    }

    /** The same with a proxy that comes into its pods when they are made. */
    Workload withProxy() {
        return new Workload(resource, templatePath, pod, assumed, true);
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** Where the pod template is inside the object; empty for a pod. */
    @SeenByRules
    public String templatePath() {
        return templatePath;
    }

    /** Whether this is a pod template, not a pod. */
    @SeenByRules
    public boolean template() {
        return !templatePath.isEmpty();
    }

    /** Whether this is not part of the input but taken for granted: the default ingress gateway, or what istiod makes for a Gateway of the Gateway API. */
    @SeenByRules
    public boolean assumed() {
        return assumed;
    }

    /** The labels of the pod or of the template (not those of the Deployment). */
    @SeenByRules
    public Map<String, String> labels() {
        return labels;
    }

    /** The labels of the workload object itself, which select nothing. */
    @SeenByRules
    public Map<String, String> objectLabels() {
        return resource.labels();
    }

    /** The annotations of the pod or of the template. */
    @SeenByRules
    public Map<String, String> annotations() {
        return annotations;
    }

    /** All containers, init containers last. */
    @SeenByRules
    public List<Container> containers() {
        return containers;
    }

    /** Containers that run with the pod and are not Istio's proxy. */
    @SeenByRules
    public List<Container> applicationContainers() {
        return applicationContainers;
    }

    /** Declared ports of all containers that run with the pod. */
    @SeenByRules
    public List<ContainerPort> ports() {
        return ports;
    }

    /** Istio's proxy in this pod. */
    @SeenByRules
    public Optional<Container> proxy() {
        return proxy;
    }

    /** Whether the proxy runs as a gateway: on its own, not beside an application. */
    @SeenByRules
    public boolean gateway() {
        return gateway;
    }

    /** Whether the proxy is a waypoint of ambient mode. */
    @SeenByRules
    public boolean waypoint() {
        return waypoint;
    }

    /** Whether istiod runs in it, Istio's control plane. */
    @SeenByRules
    public boolean istiod() {
        return labels.getOrDefault("app", "").equals("istiod");
    }

    /** Whether an application's proxy runs in the pod, or comes into the pods that are made of the template. */
    @SeenByRules
    public boolean sidecar() {
        return (proxy().isPresent() || proxied) && !gateway() && !waypoint();
    }

    /** Whether something of Istio ends mTLS for the pod: its own proxy, or in ambient mode that of its node. */
    @SeenByRules
    public boolean endsMutualTls() {
        return sidecar() || annotations.getOrDefault("ambient.istio.io/redirection", "").equals("enabled");
    }

    /** The release of the proxy in this pod, by its image's tag. */
    @SeenByRules
    public Optional<IstioVersion> proxyVersion() {
        return proxy().flatMap(p -> IstioVersion.ofImage(p.image()));
    }

    /** Whether the pod is ready; a template is not. */
    @SeenByRules
    public boolean ready() {
        return pod.get("status").get("conditions").elements().stream()
                .anyMatch(c -> c.text("type").equals("Ready") && c.text("status").equals("True"));
    }

    /** What keeps the pod from being ready, as its status tells it: a waiting container first, then conditions. */
    @SeenByRules
    public String trouble() {
        Node status = pod.get("status");
        return Stream.concat(status.get("initContainerStatuses").elements().stream(), status.get("containerStatuses").elements().stream())
                .filter(c -> c.get("state").get("waiting").isPresent())
                .map(c -> "container " + c.text("name") + " waits (" + c.get("state").get("waiting").text("reason") + ")").findFirst()
                .or(() -> status.get("conditions").elements().stream().filter(c -> c.text("status").equals("False"))
                        .map(c -> c.text("message")).filter(m -> !m.isEmpty()).findFirst())
                .orElse("its status does not say why");
    }

    /** Whether the pod is ready, or tells nothing of itself: in a manifest it has not been started yet. */
    @SeenByRules
    public boolean takesTraffic() {
        return ready() || pod.get("status").get("conditions").elements().isEmpty();
    }

    /** Whether the pod shares its node's network. */
    @SeenByRules
    public boolean hostNetwork() {
        return pod.get("spec").get("hostNetwork").isTrue();
    }

    /** The node that the pod runs on; empty when it has none. */
    @SeenByRules
    public String nodeName() {
        return pod.get("spec").text("nodeName");
    }

    /** The pod's own address; empty when it has none. */
    @SeenByRules
    public String podIP() {
        return pod.get("status").text("podIP");
    }

    /** All addresses of its own: {@link #podIP} first, and that of the other family in a cluster that has both. */
    public List<String> podIPs() {
        List<String> all = pod.get("status").get("podIPs").elements().stream().map(a -> a.text("ip")).filter(a -> !a.isEmpty()).toList();
        return all.contains(podIP()) ? all : Stream.of(podIP()).filter(a -> !a.isEmpty()).toList();
    }

    /** Whether it has addresses of IPv4 and of IPv6. */
    public boolean dualStack() {
        return podIPs().stream().map(a -> a.contains(":")).distinct().count() > 1;
    }

    /** The address of the pod's node; empty when it has none. */
    @SeenByRules
    public String hostIP() {
        return pod.get("status").text("hostIP");
    }

    /** The pod's name in DNS below the headless Service that {@link #subdomain} names; empty when it has none. A StatefulSet gives its pods both. */
    public String hostname() {
        return pod.get("spec").text("hostname");
    }

    /** The headless Service below whose name the pods have names of their own; empty when there is none. */
    public String subdomain() {
        return resource.ref().kind().equals("StatefulSet") ? resource.spec().text("serviceName") : pod.get("spec").text("subdomain");
    }

    /** Whether it will make a pod of this name: a StatefulSet counts its pods. */
    public boolean makes(String name) {
        if (!resource.ref().kind().equals("StatefulSet") || !name.matches(Pattern.quote(resource.ref().name()) + "-\\d{1,9}")) {
            return false;
        }
        long number = Long.parseLong(name.substring(resource.ref().name().length() + 1));
        long first = resource.spec().get("ordinals").get("start").number().orElse(0L);
        return number >= first && number < first + replicas();
    }

    /** The service account of the pod. */
    @SeenByRules
    public String serviceAccount() {
        String account = pod.get("spec").text("serviceAccountName");
        return account.isEmpty() ? "default" : account;
    }

    /** Whether a volume is mounted into the proxy at a path or above it. */
    public boolean mounts(String file) {
        return pod.get("spec").get("containers").elements().stream().filter(c -> c.text("name").equals("istio-proxy"))
                .flatMap(c -> c.get("volumeMounts").elements().stream()).map(m -> m.text("mountPath"))
                .anyMatch(p -> file.equals(p) || file.startsWith(p.endsWith("/") ? p : p + "/"));
    }

    /** Whether its account is known: the API server writes one into every pod, so that a pod without one is not as it ran. */
    public boolean accountKnown() {
        return template() || !pod.get("spec").text("serviceAccountName").isEmpty();
    }

    /** How many replicas the workload object asks for; 1 for a pod. */
    @SeenByRules
    public long replicas() {
        return template() ? resource.spec().get("replicas").number().orElse(1L) : 1L;
    }

    /** The declared port of this name and transport (TCP, UDP), of any container that runs with the pod. */
    public Optional<ContainerPort> port(String name, String transport) {
        return ports().stream().filter(p -> p.name().equals(name) && p.transport().equals(transport)).findFirst();
    }

    /**
     * Whether every application container declares ports, and none of them this one. A container that declares nothing may listen anywhere, so
     * that its presence answers no.
     */
    public boolean undeclared(long port, String transport) {
        List<Container> applications = applicationContainers();
        return !applications.isEmpty() && applications.stream().noneMatch(c -> c.ports().isEmpty())
                && applications.stream().anyMatch(c -> c.ports().stream().anyMatch(p -> p.transport().equals(transport)))
                && ports().stream().noneMatch(p -> p.number() == port && p.transport().equals(transport));
    }

    /** The node (pod or template) that this was read from. */
    public Node pod() {
        return pod;
    }

    boolean ended() {
        return Set.of("Succeeded", "Failed").contains(pod.get("status").text("phase"))
                || !template() && pod.get("metadata").get("deletionTimestamp").isPresent();
    }
}
