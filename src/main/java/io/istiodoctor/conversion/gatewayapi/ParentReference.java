package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Attachment;
import io.istiodoctor.conversion.Conversion;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A parent that a route of the Gateway API names, where not every listener takes the route. */
public record ParentReference(Resource resource, String path, List<Unserved> refusals, boolean attached) implements Subject {
    public ParentReference {
        refusals = List.copyOf(refusals);
    }

    /** Those of all routes. */
    public static List<ParentReference> of(List<Unserved> unserved, List<Conversion> conversions) {
        Set<FieldRef> attached = conversions.stream().flatMap(c -> c.attachments().stream()).map(Attachment::parentRef).collect(Collectors.toSet());
        Map<FieldRef, List<Unserved>> refused = new LinkedHashMap<>();
        unserved.stream().filter(u -> parent(u)).forEach(u -> refused.computeIfAbsent(u.leftOut().at(), any -> new ArrayList<>()).add(u));
        return refused.entrySet().stream().map(e -> new ParentReference(e.getValue().getFirst().resource(), e.getKey().path(), e.getValue(),
                attached.contains(e.getKey()))).toList();
    }

    private static boolean parent(Unserved unserved) {
        return switch (unserved.reason()) {
            case PARENT_KIND, PARENT_MISSING, PARENT_NOT_SERVED, WAYPOINT_OF_ANOTHER, SECTION_MISSING, LISTENER_PORT_MISSING, HOSTS_DISJOINT,
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
        return refusals.stream().map(Unserved::certainty).reduce(Certainty.CERTAIN, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    private Node reference() {
        return FieldPath.parse(path).in(resource.root());
    }

    /** The parent's kind; Gateway when none is written. */
    @SeenByRules
    public String parentKind() {
        return reference().get("kind").text().orElse("Gateway");
    }

    /** "namespace/name" of the parent. */
    @SeenByRules
    public String parent() {
        return reference().get("namespace").text().orElse(namespace()) + "/" + reference().text("name");
    }
}
