package io.istiodoctor.mesh.workload;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Deployment and the Service that istiod makes for a Gateway of the Gateway API (gatewaycommon/deploymentcontroller.go, kube-gateway.yaml and
 * waypoint.yaml of Istio). Manifests come without them: they are taken for granted there.
 *
 * @param gateway the Gateway of the Gateway API
 * @param waypoint whether it is a waypoint of ambient mode
 * @param ports the ports of its listeners by name, those of ListenerSets among them
 * @param parameters what changes both
 */
public record ManagedGateway(Resource gateway, boolean waypoint, Map<Long, String> ports, GatewayParameters parameters) {
    /** The label by which its pods are found. */
    public static final String NAME_LABEL = "gateway.networking.k8s.io/gateway-name";

    private static final String NAME = "gateway.istio.io/name-override";
    private static final String ACCOUNT = "gateway.istio.io/service-account";
    private static final String SERVICE_TYPE = "networking.istio.io/service-type";
    private static final String RESERVED = "gateway.networking.k8s.io/";
    private static final long STATUS_PORT = 15021;

    /** A Gateway's namespace and name. */
    private record Named(String namespace, String name) {}

    /** Those of files in which neither a pod nor the Service is written. */
    static List<ManagedGateway> missing(Inventory inventory, List<Workload> workloads) {
        List<Resource> gateways = inventory.live() ? List.of() : inventory.all(Kind.KUBERNETES_GATEWAY);
        if (gateways.isEmpty()) {
            return List.of();
        }
        String system = workloads.stream().filter(Workload::istiod).map(Workload::namespace).findFirst().orElse("istio-system");
        GatewayControllers controllers = new GatewayControllers(inventory);
        Set<Named> run = workloads.stream().filter(w -> w.labels().containsKey(NAME_LABEL))
                .map(w -> new Named(w.namespace(), w.labels().get(NAME_LABEL))).collect(Collectors.toSet());
        Set<Named> services = inventory.all(Kind.SERVICE).stream().map(s -> new Named(s.ref().namespace(), s.ref().name()))
                .collect(Collectors.toSet());
        Map<Named, List<Resource>> sets = inventory.all(Kind.LISTENER_SET).stream().collect(Collectors.groupingBy(ManagedGateway::parent));
        return gateways.stream().filter(ManagedGateway::deployed)
                .filter(g -> Set.of(GatewayControllers.EDGE, GatewayControllers.WAYPOINT).contains(controllers.of(g)))
                .flatMap(g -> GatewayParameters.of(inventory, g, system).stream().map(p -> new ManagedGateway(g,
                        controllers.of(g).equals(GatewayControllers.WAYPOINT), ports(g, sets.getOrDefault(named(g), List.of())), p)))
                .filter(m -> !run.contains(named(m.gateway)) && !services.contains(new Named(m.gateway.ref().namespace(), m.name())))
                .toList();
    }

    private static Named named(Resource object) {
        return new Named(object.ref().namespace(), object.ref().name());
    }

    private static Named parent(Resource set) {
        Node parent = set.spec().get("parentRef");
        return new Named(parent.get("namespace").text().orElse(set.ref().namespace()), parent.text("name"));
    }

    private static Map<Long, String> ports(Resource gateway, List<Resource> sets) {
        Map<Long, String> ports = new TreeMap<>();
        Stream.concat(Stream.of(gateway), sets.stream()).flatMap(o -> o.spec().get("listeners").elements().stream())
                .forEach(l -> l.get("port").number().ifPresent(p -> ports.putIfAbsent(p, l.text("name"))));
        return ports;
    }

    /** Whether istiod makes them at all: for a Gateway without an address, or with one that its Service shall have. */
    public static boolean deployed(Resource gateway) {
        List<Node> addresses = gateway.spec().get("addresses").elements();
        return addresses.isEmpty()
                || addresses.size() == 1 && addresses.getFirst().get("type").text().orElse("IPAddress").equals("IPAddress");
    }

    /** The name of both. */
    public static String name(Resource gateway, boolean namesClass) {
        return annotation(gateway, NAME, usual(gateway, namesClass));
    }

    /** The service account of the pods. */
    public static String account(Resource gateway, boolean namesClass) {
        return annotation(gateway, ACCOUNT, usual(gateway, namesClass));
    }

    private static String usual(Resource gateway, boolean namesClass) {
        return gateway.ref().name() + (namesClass ? "-" + gateway.spec().text("gatewayClassName") : "");
    }

    private static String annotation(Resource gateway, String name, String otherwise) {
        String given = gateway.annotations().getOrDefault(name, "");
        return given.isEmpty() ? otherwise : given;
    }

    private String name() {
        return name(gateway, !waypoint);
    }

    /** How the output says that it was taken for granted. */
    public String assumption() {
        return "The input has no pods of " + gateway.ref() + "; the Deployment and the Service " + gateway.ref().namespace() + "/" + name()
                + " that istiod makes for it were assumed."
                + parameters.unread().map(u -> " " + u + ", which may change them, is not part of the input.").orElse("");
    }

    Resource deployment() {
        Map<String, Object> container = Map.of("name", "istio-proxy", "image", "auto", "args",
                List.of("proxy", waypoint ? "waypoint" : "router"));
        Map<String, Object> pod = Map.of("serviceAccountName", account(gateway, !waypoint), "containers", List.of(container));
        Map<String, Object> labels = labels();
        return object("apps/v1", "Deployment", "deployment", labels, Map.of("spec", Map.of("selector", Map.of("matchLabels", selector()),
                "template", Map.of("metadata", Map.of("labels", labels), "spec", pod))));
    }

    /** The Service in front of the pods. An address that the Gateway asks for is taken for the one that it gets. */
    public Resource service() {
        Map<String, Object> spec = Map.of("type", annotation(gateway, SERVICE_TYPE, waypoint ? "ClusterIP" : "LoadBalancer"), "selector",
                selector(), "ports", servicePorts());
        List<Object> asked = gateway.spec().get("addresses").elements().stream().filter(a -> !a.text("value").isEmpty())
                .<Object>map(a -> Map.of("ip", a.text("value"))).toList();
        return object("v1", "Service", "service", labels(),
                asked.isEmpty() ? Map.of("spec", spec) : Map.of("spec", spec, "status", Map.of("loadBalancer", Map.of("ingress", asked))));
    }

    private List<Object> servicePorts() {
        List<Object> all = new ArrayList<>(List.of(port("status-port", STATUS_PORT)));
        Set<String> used = new HashSet<>(Set.of("status-port"));
        ports.forEach((number, written) -> {
            String name = written.replace('.', '-');
            all.add(port(used.add(name) ? name : name + "-" + number, number));
        });
        return all;
    }

    private static Map<String, Object> port(String name, long number) {
        return Map.of("name", name, "port", number, "targetPort", number);
    }

    private Map<String, Object> selector() {
        return Map.of(NAME_LABEL, gateway.ref().name());
    }

    // What spec.infrastructure names goes to what is made; without it the Gateway's own labels do.
    private Map<String, Object> labels() {
        Node asked = gateway.spec().get("infrastructure").get("labels");
        Map<String, Object> labels = new HashMap<>(asked.isPresent() ? Resource.texts(asked) : gateway.labels());
        labels.keySet().removeIf(k -> asked.isPresent() && k.startsWith(RESERVED));
        labels.put(NAME_LABEL, gateway.ref().name());
        labels.put("gateway.istio.io/managed", waypoint ? "istio.io-mesh-controller" : "istio.io-gateway-controller");
        return labels;
    }

    private Resource object(String apiVersion, String kind, String key, Map<String, Object> labels, Map<String, Object> parts) {
        Map<String, Object> root = new HashMap<>(parts);
        root.putAll(Map.of("apiVersion", apiVersion, "kind", kind, "metadata",
                Map.of("name", name(), "namespace", gateway.ref().namespace(), "labels", labels)));
        return parameters.applied(key, new Resource(new ObjectRef(apiVersion, kind, gateway.ref().namespace(), name()),
                (Mapping) Node.of(root), new Origin.Cluster()));
    }
}
