package io.istiodoctor.mesh.admission;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A field, or a value, that Istio's API has still and asks not to use: marked as deprecated in the .proto files of istio.io/api. */
public final class DeprecatedField implements Subject {
    /**
     * Where it stands, what takes its place, and whether istiod reads it at all.
     *
     * @param at fields with dots between them; [] stands for every element of a list
     * @param value the value that is deprecated; empty for every one
     */
    private record Deprecation(String at, String value, String replacement, boolean read) {}

    private static final Map<Kind, List<Deprecation>> ALL = Map.of(
            Kind.VIRTUAL_SERVICE, List.of(new Deprecation("spec.http[].fault.delay.percent", "", "percentage", true),
                    new Deprecation("spec.http[].mirrorPercent", "", "mirrorPercentage", true),
                    new Deprecation("spec.http[].corsPolicy.allowOrigin", "", "allowOrigins", true)),
            Kind.DESTINATION_RULE,
            policies(List.of("spec.trafficPolicy", "spec.trafficPolicy.portLevelSettings[]", "spec.subsets[].trafficPolicy",
                    "spec.subsets[].trafficPolicy.portLevelSettings[]")),
            Kind.ISTIO_GATEWAY, List.of(new Deprecation("spec.servers[].port.targetPort", "", "", false)),
            Kind.SIDECAR, List.of(new Deprecation("spec.ingress[].port.targetPort", "", "", false),
                    new Deprecation("spec.egress[].port.targetPort", "", "", false)));

    private final Resource resource;
    private final FieldPath parent;
    private final String field;
    private final Node node;
    private final Deprecation deprecation;

    private DeprecatedField(Resource resource, FieldPath parent, String field, Node node, Deprecation deprecation) {
        this.resource = resource;
        this.parent = parent;
        this.field = field;
        this.node = node;
        this.deprecation = deprecation;
    }

    private static List<Deprecation> policies(List<String> places) {
        List<Deprecation> all = new ArrayList<>();
        for (String place : places) {
            all.add(new Deprecation(place + ".loadBalancer.simple", "LEAST_CONN", "LEAST_REQUEST", true));
            all.add(new Deprecation(place + ".loadBalancer.warmupDurationSecs", "", "warmup", true));
            all.add(new Deprecation(place + ".loadBalancer.consistentHash.minimumRingSize", "", "ringHash", true));
            all.add(new Deprecation(place + ".outlierDetection.consecutiveErrors", "", "consecutive5xxErrors", false));
        }
        return all;
    }

    /** Those of some objects. */
    public static List<DeprecatedField> of(List<Resource> objects) {
        return AllCores.list(objects, some -> some.flatMap(o -> of(o).stream()));
    }

    private static List<DeprecatedField> of(Resource object) {
        List<Deprecation> all = object.ref().known().map(k -> ALL.getOrDefault(k, List.of()))
                .orElse(List.of());
        List<DeprecatedField> found = all.isEmpty() ? List.of() : new ArrayList<>();
        all.forEach(d -> collect(object, new FieldPath(List.of()), object.root(), d.at, d, found));
        return found;
    }

    private static void collect(Resource object, FieldPath path, Node node, String rest, Deprecation deprecation,
            List<DeprecatedField> found) {
        int dot = rest.indexOf('.');
        String step = dot < 0 ? rest : rest.substring(0, dot);
        if (dot < 0) {
            Node value = node.get(step);
            if (value.isPresent() && (deprecation.value.isEmpty() || value.text().equals(Optional.of(deprecation.value)))) {
                found.add(new DeprecatedField(object, path, step, value, deprecation));
            }
            return;
        }
        boolean list = step.endsWith("[]");
        String name = list ? step.substring(0, step.length() - 2) : step;
        Node child = node.get(name);
        if (!child.isPresent()) {
            return;
        }
        List<Node> elements = list ? child.elements() : List.of(child);
        for (int i = 0; i < elements.size(); i++) {
            FieldPath below = path.then(new FieldPath(list ? List.of(name, i) : List.of(name)));
            collect(object, below, elements.get(i), rest.substring(dot + 1), deprecation, found);
        }
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** What it is a field of. */
    @Override
    public String path() {
        return parent.toString();
    }

    /** Its name. */
    @SeenByRules
    public String field() {
        return field;
    }

    /** The value that is deprecated, where it is not the field itself; else empty. */
    @SeenByRules
    public String oldValue() {
        return deprecation.value;
    }

    /** The field that takes its place, or the value; empty where nothing does. */
    @SeenByRules
    public String replacement() {
        return deprecation.replacement;
    }

    /** Whether istiod still reads it. */
    @SeenByRules
    public boolean read() {
        return deprecation.read;
    }

    /** Its value as a number; 0 when it is none. */
    @SeenByRules
    public long number() {
        return node.number().orElse(0L);
    }

    /** Its value as a text; empty when it is none. */
    @SeenByRules
    public String text() {
        return node.text().orElse("");
    }

    /** The texts of its list; empty when it is none. */
    @SeenByRules
    public List<String> texts() {
        return node.elements().stream().flatMap(n -> n.text().stream()).toList();
    }
}
