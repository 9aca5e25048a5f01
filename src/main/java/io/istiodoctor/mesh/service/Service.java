package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.admission.NodePorts;
import io.istiodoctor.mesh.base.Clues;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.network.ClusterNetwork;
import io.istiodoctor.mesh.network.LoadBalancers;
import io.istiodoctor.mesh.sidecar.Sidecars;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.mesh.workload.Workloads;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Kubernetes Service with the workloads that its selector matches. */
public final class Service implements Subject, RegistryHost {
    /** What the annotations of load balancers with TLS have in their names, over clouds (AWS, DigitalOcean, Hetzner, Oracle, Alibaba). */
    private static final List<String> CERTIFICATE_ANNOTATIONS = List.of("ssl-cert", "certificate", "cert-id", "ssl-ports", "tls-ports");

    private final Resource resource;
    private final String host;
    private final List<Workload> workloads;
    private final List<Endpoint> endpoints;
    private final Surroundings surroundings;
    private final Map<String, String> selector;
    private final List<ServicePort> ports;
    private final Optional<Workload> nearestWorkload;
    private final Optional<Workload> selectedElsewhere;
    private final List<Long> gatewayPorts;

    /**
     * What a Service cannot know by itself.
     *
     * @param assumed whether it is taken for granted, and no part of the input
     * @param now the time against which ages are judged
     */
    public record Surroundings(boolean assumed, Workloads workloads, Sidecars sidecars, ClusterNetwork network, Mentions mentions,
            Instant now) {
        Surroundings assuming() {
            return new Surroundings(true, workloads, sidecars, network, mentions, now);
        }
    }

    Service(Resource resource, String host, List<Workload> workloads, List<Endpoint> endpoints, Surroundings surroundings) {
        this.resource = resource;
        this.host = host;
        this.workloads = List.copyOf(workloads);
        this.endpoints = List.copyOf(endpoints);
        this.surroundings = surroundings;
        this.selector = Map.copyOf(Resource.texts(resource.spec().get("selector")));
        this.nearestWorkload = selector.isEmpty() || !workloads.isEmpty() ? Optional.empty()
                : surroundings.workloads.nearest(namespace(), selector, targets());
        this.selectedElsewhere = selector.isEmpty() || !workloads.isEmpty() || comesNear() ? Optional.empty()
                : surroundings.workloads.selectedAnywhere(selector);
        this.gatewayPorts = surroundings.mentions.gatewayPorts(workloads);
        List<Node> nodes = resource.spec().get("ports").elements();
        this.ports = IntStream.range(0, nodes.size()).mapToObj(i -> new ServicePort(this, i, nodes.get(i))).toList();
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public List<Long> portNumbers() {
        return ports.stream().map(ServicePort::number).toList();
    }

    /** The listeners that Sidecars give the proxies of its pods for what arrives. */
    Sidecars sidecars() {
        return surroundings.sidecars;
    }

    /** Whether this is not part of the input but taken for granted: that of the default ingress gateway, or one that istiod makes for a Gateway of the Gateway API. */
    @SeenByRules
    public boolean assumed() {
        return surroundings.assumed;
    }

    /** The ports in the order of the manifest. */
    @SeenByRules
    public List<ServicePort> ports() {
        return ports;
    }

    /** The Service port of this number. */
    public Optional<ServicePort> port(long number) {
        return ports.stream().filter(p -> p.number() == number).findFirst();
    }

    /** ClusterIP, NodePort, LoadBalancer or ExternalName. */
    @SeenByRules
    public String type() {
        String type = resource.spec().text("type");
        return type.isEmpty() ? "ClusterIP" : type;
    }

    /** Labels that its pods must carry; empty when the Service has no selector. */
    @SeenByRules
    public Map<String, String> selector() {
        return selector;
    }

    /** The pods and pod templates of its namespace that the selector matches; empty without a selector. */
    @SeenByRules(certainty = "workloadAbsence")
    public List<Workload> workloads() {
        return workloads;
    }

    /** The pods among its workloads. */
    @SeenByRules(certainty = "workloadAbsence")
    public List<Workload> pods() {
        return workloads.stream().filter(w -> !w.template()).toList();
    }

    /** The addresses that EndpointSlices or Endpoints name for it. */
    @SeenByRules
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Whether a route leads to this Service. */
    @SeenByRules
    public boolean routed() {
        return surroundings.mentions.routed().contains(host);
    }

    /** What it means when no workload matches: certain, inferred or unknown. */
    @SeenByRules
    public Certainty workloadAbsence() {
        return surroundings.workloads.coverage().absenceIn(namespace());
    }

    /** Why its workloads are not known; empty when they are, when there are certainly none, or without a selector. */
    @SeenByRules
    public String unknown() {
        return selector.isEmpty() || !workloads.isEmpty() || workloadAbsence() != Certainty.UNKNOWN ? ""
                : surroundings.workloads.coverage().reason();
    }

    private Set<String> targets() {
        return resource.spec().get("ports").elements().stream().map(p -> p.text(p.get("targetPort").isPresent() ? "targetPort" : "port"))
                .collect(Collectors.toSet());
    }

    /** When no workload matches: the workload of the namespace whose labels come nearest to the selector. */
    @SeenByRules
    public Optional<Workload> nearestWorkload() {
        return nearestWorkload;
    }

    /**
     * When no workload matches: one of another namespace that carries the whole selector. Empty where a workload of its own namespace differs by a letter
     * only, which is more likely meant.
     */
    @SeenByRules
    public Optional<Workload> selectedElsewhere() {
        return selectedElsewhere.filter(w -> !w.assumed());
    }

    /** The same, of workloads too that are only assumed. */
    Optional<Workload> meantElsewhere() {
        return selectedElsewhere;
    }

    private boolean comesNear() {
        return nearestWorkload.filter(w -> selector.entrySet().stream().allMatch(e -> w.labels().entrySet().stream()
                .anyMatch(l -> l.getKey().equalsIgnoreCase(e.getKey())
                        && (l.getValue().equals(e.getValue()) || Clues.misspelt(e.getValue(), l.getValue())))))
                .isPresent();
    }

    /** Whether the nearest workload carries the selector's pairs on the object itself, where they select nothing. */
    @SeenByRules
    public boolean selectsObjectLabels() {
        return nearestWorkload().filter(w -> w.template() && Labels.match(selector, w.objectLabels())).isPresent();
    }

    /** What the nearest workload's pods carry under the selector's keys, letter case aside; else all that they carry. */
    @SeenByRules
    public Map<String, String> nearestLabels() {
        Map<String, String> near = nearestSelector();
        return near.isEmpty() ? nearestWorkload().map(Workload::labels).orElse(Map.of()) : near;
    }

    /** The selector with the values of the nearest workload; empty when that lacks one of the keys. */
    @SeenByRules
    public Map<String, String> nearestSelector() {
        Map<String, String> labels = nearestWorkload().map(Workload::labels).orElse(Map.of());
        Map<String, String> near = new TreeMap<>();
        selector.keySet().forEach(
                k -> labels.keySet().stream().filter(k::equalsIgnoreCase).findFirst().ifPresent(n -> near.put(n, labels.get(n))));
        return near.size() == selector.size() ? near : Map.of();
    }

    /** The name that an ExternalName Service stands for; empty for others. */
    @SeenByRules
    public String externalName() {
        return type().equals("ExternalName") ? resource.spec().text("externalName") : "";
    }

    /** Whether it has no cluster address of its own. */
    @SeenByRules
    public boolean headless() {
        return resource.spec().text("clusterIP").equals("None");
    }

    /** The addresses by which the cluster knows it, of each family at most one; none before the API server has given it any, and none for a headless one. */
    public List<String> clusterAddresses() {
        List<String> several = resource.spec().get("clusterIPs").elements().stream().flatMap(a -> a.text().stream()).toList();
        List<String> all = several.size() > 1 ? several : List.of(resource.spec().text("clusterIP"));
        return all.stream().filter(a -> !a.isEmpty() && !a.equals("None")).toList();
    }

    /** Whether the API server has accepted it: it has got a cluster address. Fresh manifests have none. */
    @SeenByRules
    public boolean deployed() {
        return NodePorts.isDeployed(resource);
    }

    /** Whether one of its workloads is a gateway. */
    @SeenByRules
    public boolean gateway() {
        return workloads.stream().anyMatch(Workload::gateway);
    }

    /** Whether istiod made it of an InferencePool. */
    @SeenByRules
    public boolean ofPool() {
        return picker().isPresent();
    }

    /** Who chooses among its pods for each request, where it is the Service that istiod makes of an InferencePool. */
    public Optional<EndpointPicker> picker() {
        return EndpointPicker.ofService(resource);
    }

    /** Addresses set by hand that nodes accept for it. */
    @SeenByRules
    public List<String> externalIPs() {
        return resource.spec().get("externalIPs").elements().stream().flatMap(n -> n.text().stream()).toList();
    }

    /** Addresses and host names that a load balancer serves it by; empty when it is pending or of another type. */
    @SeenByRules
    public List<String> loadBalancerAddresses() {
        return LoadBalancers.addresses(resource);
    }

    /** What it asks MetalLB for. */
    Optional<AddressRequest> addressRequest() {
        return AddressRequest.of(this, surroundings.network.loadBalancers());
    }

    /** Whether it waits for a load balancer: deployed, of that type, with an empty status. */
    @SeenByRules
    public boolean pending() {
        return type().equals("LoadBalancer") && deployed() && resource.status().get("loadBalancer") instanceof Mapping
                && loadBalancerAddresses().isEmpty();
    }

    /** Whether annotations name a certificate for the load balancer, or ports on which it ends TLS. */
    @SeenByRules
    public boolean tlsAtLoadBalancer() {
        return type().equals("LoadBalancer") && resource.annotations().keySet().stream()
                .anyMatch(k -> CERTIFICATE_ANNOTATIONS.stream().anyMatch(k::contains));
    }

    /** Whether loadBalancerClass gives it to a controller of its own. */
    @SeenByRules
    public boolean foreignLoadBalancer() {
        return resource.spec().get("loadBalancerClass").isPresent();
    }

    /** Whether it was created less than two minutes ago, by the time of reading; a manifest tells no age. */
    @SeenByRules
    public boolean young() {
        return resource.created().filter(c -> c.isAfter(surroundings.now.minusSeconds(120))).isPresent();
    }

    /** URLs by node port, for the {@link #usefulNodePorts}, with the address that reaches farthest. */
    @SeenByRules
    public List<String> nodePortUrls() {
        return surroundings.network.addresses().best().map(a -> usefulNodePorts().stream().filter(p -> p.transport().equals("TCP"))
                .map(p -> (p.number() == 443 || p.istioProtocol() == Protocol.HTTPS ? "https://" : "http://") + a + ":"
                        + p.nodePort() + "/")
                .toList()).orElse(List.of());
    }

    /** How it is reached from outside. */
    @SeenByRules
    public Exposure exposure() {
        return new Exposure(this, surroundings.network, surroundings.mentions);
    }

    /** Who could give load balancers their addresses here, and why this one has none. */
    @SeenByRules
    public LoadBalancers loadBalancers() {
        return surroundings.network.loadBalancers();
    }

    /** Ports that Gateways name which configure its pods. */
    List<Long> gatewayPorts() {
        return gatewayPorts;
    }

    /** Ports with a node port, those first that a Gateway listens on; only those when there are any. */
    @SeenByRules
    public List<ServicePort> usefulNodePorts() {
        List<ServicePort> all = ports.stream().filter(p -> p.nodePort() > 0).toList();
        List<ServicePort> used = all.stream().filter(p -> gatewayPorts.contains(p.number())
                || gatewayPorts.stream().anyMatch(g -> p.targetPort().equals(g.toString()))).toList();
        return used.isEmpty() ? all : used;
    }

    /** Whether it has pods that run, and none of them is ready; no where unready addresses are wanted. */
    @SeenByRules
    public boolean nothingReady() {
        List<Workload> pods = pods();
        return !pods.isEmpty() && pods.stream().noneMatch(Workload::takesTraffic)
                && !resource.spec().get("publishNotReadyAddresses").isTrue();
    }

    /** Whether it belongs to Kubernetes or to Istio themselves. */
    @SeenByRules
    public boolean system() {
        return List.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage").contains(namespace())
                || resource.labels().containsKey("istio") || resource.labels().getOrDefault("release", "").equals("istio")
                || resource.labels().containsKey("operator.istio.io/component")
                || resource.labels().containsKey("gateway.istio.io/managed") || qualifiedName().equals("default/kubernetes");
    }

    /** externalTrafficPolicy: Cluster or Local. */
    @SeenByRules
    public String externalTrafficPolicy() {
        String policy = resource.spec().text("externalTrafficPolicy");
        return policy.isEmpty() ? "Cluster" : policy;
    }

    /** Whether endpoints were made by hand or by another controller: there are some although no workload matches. */
    @SeenByRules
    public boolean endpointsByHand() {
        return workloads.isEmpty() && !endpoints.isEmpty();
    }

    /** The selector as a manifest writes it, each value as a text. */
    @SeenByRules
    public String selectorText() {
        return Labels.quoted(selector());
    }
}
