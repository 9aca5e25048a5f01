package io.istiodoctor.mesh.ingress;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An Ingress, and whether istiod takes it for its own. */
public final class IngressUse implements Subject {
    private final Resource resource;
    private final Inventory inventory;
    private final MeshConfig config;
    private final List<Workload> gateways;
    private Optional<IngressUse> older = Optional.empty();
    private String sharedHost = "";

    private IngressUse(Resource resource, Inventory inventory, MeshConfig config, List<Workload> gateways) {
        this.resource = resource;
        this.inventory = inventory;
        this.config = config;
        this.gateways = gateways;
    }

    /** All Ingresses, each with an older one of another namespace that has TLS for one of its hosts. */
    public static List<IngressUse> of(Inventory inventory, MeshConfig config, List<Workload> gateways) {
        List<IngressUse> all = inventory.all(Kind.INGRESS).stream().map(i -> new IngressUse(i, inventory, config, gateways)).toList();
        Map<String, IngressUse> first = new HashMap<>();
        all.stream().filter(i -> i.claim().taken()).sorted((a, b) -> Age.OLDEST_FIRST.compare(a.resource, b.resource))
                .forEach(i -> i.tlsHosts().forEach(host -> {
                    IngressUse older = first.putIfAbsent(host, i);
                    if (older != null && i.older.isEmpty() && !older.namespace().equals(i.namespace())) {
                        i.older = Optional.of(older);
                        i.sharedHost = host;
                    }
                }));
        return all;
    }

    private List<String> tlsHosts() {
        Set<String> routed = resource.spec().get("rules").elements().stream().map(r -> r.text("host")).collect(Collectors.toSet());
        return resource.spec().get("tls").elements().stream().flatMap(t -> t.get("hosts").elements().stream())
                .flatMap(h -> h.text().stream())
                .filter(routed::contains).distinct().toList();
    }

    /** An older Ingress of another namespace with TLS for the same host; empty where there is none. */
    @SeenByRules
    public Optional<IngressUse> older() {
        return older;
    }

    /** The host that the older one has as well; empty where there is none. */
    @SeenByRules
    public String sharedHost() {
        return sharedHost;
    }

    /** Where it has TLS for that host: spec.tls where that is all it has, else the element, or the host in it; empty where there is none. */
    @SeenByRules
    public String sharedPlace() {
        List<Node> sections = resource.spec().get("tls").elements();
        for (int i = 0; i < sections.size(); i++) {
            List<String> hosts = sections.get(i).get("hosts").elements().stream().flatMap(h -> h.text().stream()).toList();
            int at = hosts.indexOf(sharedHost);
            if (at >= 0) {
                return hosts.size() > 1 ? "spec.tls[" + i + "].hosts[" + at + "]" : sections.size() > 1 ? "spec.tls[" + i + "]"
                        : "spec.tls";
            }
        }
        return "";
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** The class in the annotation of old; empty when there is none. */
    @SeenByRules
    public String annotatedClass() {
        return resource.annotations().getOrDefault(IngressClaim.ANNOTATION, "");
    }

    /** The name of the IngressClass; empty when none is given. */
    @SeenByRules
    public String className() {
        return resource.spec().text("ingressClassName");
    }

    /** The class of annotations that istiod takes: {@code istio} unless the mesh's configuration has another. */
    @SeenByRules
    public String istioClass() {
        return config.ingressClass();
    }

    private Optional<Resource> ingressClass() {
        return inventory.all(Kind.INGRESS_CLASS).stream().filter(c -> c.ref().name().equals(className())).findFirst();
    }

    /** The controller of the IngressClass that is named; empty when there is no such class. */
    @SeenByRules
    public String controller() {
        return ingressClass().map(c -> c.spec().text("controller")).orElse("");
    }

    /** Whether it is meant for Istio, by a class with that name. */
    private boolean meant() {
        return annotatedClass().equals("istio") || annotatedClass().isEmpty() && className().equals("istio");
    }

    /** Whether it names a class that is not there, with Istio's name in its own: for other controllers a name may be enough. */
    private boolean ofMissingClass() {
        return annotatedClass().isEmpty() && className().matches("(?:.*[^a-z])?istio(?:[^a-z].*)?") && ingressClass().isEmpty();
    }

    /**
     * Why istiod does not take it, although it is meant for Istio: "off" (Ingresses are turned off), "annotation" (the mesh has another class),
     * "class-missing", "controller" (the class belongs to another), "no-class" (it has none, and the cluster has no classes at all, so that no
     * other controller is there by one); empty when istiod takes it, or it is not Istio's.
     */
    @SeenByRules
    public String ignoredBecause() {
        IngressClaim claim = claim();
        if (claim == IngressClaim.NO_CLASS && !gateways.isEmpty() && inventory.all(Kind.INGRESS_CLASS).isEmpty()
                && inventory.coverage(Kind.INGRESS_CLASS).absenceAnywhere() == Certainty.CERTAIN) {
            return "no-class";
        }
        if (!meant()) {
            return !claim.taken() && ofMissingClass() ? "class-missing" : "";
        }
        return switch (claim) {
            case OFF -> "off";
            case OTHER_ANNOTATION -> "annotation";
            case CLASS_MISSING -> "class-missing";
            case OTHER_CONTROLLER -> "controller";
            case TAKEN, TAKEN_WITHOUT_CLASS, NO_CLASS -> "";
        };
    }

    private IngressClaim claim() {
        return IngressClaim.of(resource, config, ingressClass());
    }

    /** The gateway's pods that serve Ingresses; empty when istiod does not take this one. */
    List<Workload> servedBy() {
        return !claim().taken() ? List.of()
                : gateways.stream().filter(w -> Labels.match(Map.of("istio", gatewayLabel()), w.labels())).toList();
    }

    /** The value of the label {@code istio} that pods must carry to serve Ingresses. */
    @SeenByRules
    public String gatewayLabel() {
        return config.ingressSelector();
    }

    /** Whether istiod takes it, gateways run, and none of them carries the label. */
    @SeenByRules
    public boolean withoutGateway() {
        return claim().taken() && !gateways.isEmpty()
                && gateways.stream().noneMatch(w -> Labels.match(Map.of("istio", gatewayLabel()), w.labels()));
    }

    /** A gateway that carries another value of that label. */
    @SeenByRules
    public Optional<Workload> otherGateway() {
        return gateways.stream().filter(w -> w.labels().containsKey("istio")).findFirst();
    }

    /** Why it cannot be judged; empty when it can: the classes are not known where one is named. */
    @SeenByRules
    public String unknown() {
        Coverage classes = inventory.coverage(Kind.INGRESS_CLASS);
        return ignoredBecause().equals("class-missing") && classes.absenceAnywhere() == Certainty.UNKNOWN ? classes.reason() : "";
    }
}
