package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Attachment;
import io.istiodoctor.conversion.Conversion;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A parent that a route of the Gateway API names, where not every listener takes the route.
 *
 * @param parents all objects of the parent's kind
 */
public record ParentReference(Resource resource, String path, List<Unserved> refusals, boolean attached, List<Resource> parents)
        implements Subject {
    private static final Pattern LISTENER = Pattern.compile("^spec\\.listeners\\[(\\d+)]");

    public ParentReference {
        refusals = List.copyOf(refusals);
        parents = List.copyOf(parents);
    }

    /** Those of all routes. */
    public static List<ParentReference> of(Mesh mesh, List<Unserved> unserved, List<Conversion> conversions) {
        Map<Kind, List<Resource>> parents = Map.of(Kind.KUBERNETES_GATEWAY, mesh.directory().all(Kind.KUBERNETES_GATEWAY),
                Kind.LISTENER_SET, mesh.directory().all(Kind.LISTENER_SET));
        Set<FieldRef> attached = conversions.stream().flatMap(c -> c.attachments().stream()).map(Attachment::parentRef)
                .collect(Collectors.toSet());
        Map<FieldRef, List<Unserved>> refused = new LinkedHashMap<>();
        unserved.stream().filter(u -> parent(u)).forEach(u -> refused.computeIfAbsent(u.leftOut().at(), any -> new ArrayList<>()).add(u));
        return refused.entrySet().stream().map(e -> new ParentReference(e.getValue().getFirst().resource(), e.getKey().path(), e.getValue(),
                attached.contains(e.getKey()), parents.get(kind(e.getKey(), e.getValue().getFirst().resource())))).toList();
    }

    private static Kind kind(FieldRef reference, Resource route) {
        return FieldPath.parse(reference.path()).in(route.root()).text("kind").equals("ListenerSet") ? Kind.LISTENER_SET
                : Kind.KUBERNETES_GATEWAY;
    }

    private static boolean parent(Unserved unserved) {
        return switch (unserved.reason()) {
            case PARENT_KIND, PARENT_MISSING, PARENT_NOT_SERVED, WAYPOINT_OF_ANOTHER, SECTION_MISSING, LISTENER_PORT_MISSING,
                    HOSTS_DISJOINT,
                    NAMESPACE_NOT_ALLOWED, KIND_NOT_ALLOWED -> unserved.part().startsWith("spec.parentRefs");
            default -> false;
        };
    }

    /** Whether some listener takes the route by this reference. */
    @Override
    @SeenByRules(certainty = "certainty")
    public boolean attached() {
        return attached;
    }

    /** Why it is not taken, listener by listener. */
    @Override
    @SeenByRules
    public List<Unserved> refusals() {
        return refusals;
    }

    /** How certain it is that none takes it: the least of the reasons' certainties. */
    @SeenByRules
    public Certainty certainty() {
        return refusals.stream().map(Unserved::certainty).reduce(Certainty.CERTAIN, Certainty::and);
    }

    private Node reference() {
        return FieldPath.parse(path).in(resource.root());
    }

    /** The parent's kind; Gateway when none is written. */
    @SeenByRules
    public String parentKind() {
        return reference().get("kind").text().orElse("Gateway");
    }

    /** The parent's namespace: as written, else that of the route. */
    @SeenByRules
    public String parentNamespace() {
        return reference().get("namespace").text().orElse(namespace());
    }

    /** The parent's name. */
    @SeenByRules
    public String parentName() {
        return reference().text("name");
    }

    /** "namespace/name" of the parent. */
    @SeenByRules
    public String parent() {
        return parentNamespace() + "/" + parentName();
    }

    /** Why it is not taken: of several listeners, by the one that comes nearest. */
    @SeenByRules(certainty = "certainty")
    public LeftOut.Reason reason() {
        return nearestRefusal().reason();
    }

    /** What that is about: a host, a port, a name. */
    @SeenByRules
    public String detail() {
        return nearestRefusal().reason() == LeftOut.Reason.HOSTS_DISJOINT
                ? refusals.stream().filter(r -> r.reason() == LeftOut.Reason.HOSTS_DISJOINT)
                        .map(Unserved::detail).distinct().collect(Collectors.joining(", "))
                : nearestRefusal().detail();
    }

    // What is asked last has got furthest.
    private Unserved nearestRefusal() {
        return refusals.stream().max(Comparator.comparing(Unserved::reason)).orElseThrow();
    }

    /** Where the listener that it is about stands in its list; 0 where it is about none. */
    @SeenByRules
    public long listenerIndex() {
        Matcher index = LISTENER.matcher(nearestRefusal().byPath());
        return index.find() ? Long.parseLong(index.group(1)) : 0;
    }

    /** The names of the parent's listeners. */
    @SeenByRules
    public List<String> listeners() {
        return parents.stream().filter(p -> p.ref().namespace().equals(parentNamespace()) && p.ref().name().equals(parentName()))
                .flatMap(p -> p.spec().get("listeners").elements().stream()).map(l -> l.text("name")).toList();
    }

    /** The namespace of a parent of this name, where it is the only one. */
    @SeenByRules
    public Optional<String> nearestNamespace() {
        List<String> found = parents.stream().filter(p -> p.ref().name().equals(parentName())).map(p -> p.ref().namespace()).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** "namespace/name" of the parent that was most likely meant. */
    @SeenByRules
    public Optional<String> nearest() {
        return nearestNamespace().map(n -> n + "/" + parentName()).or(() -> Nearest.name(parentName(), parents.stream()
                .filter(p -> p.ref().namespace().equals(parentNamespace())).map(p -> p.ref().name()).toList())
                .map(n -> parentNamespace() + "/" + n));
    }
}
