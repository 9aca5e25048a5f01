package io.istiodoctor.mesh.config;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A namespace that istiod does not look into (discoverySelectors), although something of the mesh is in it. */
public final class ExcludedNamespace implements Subject {
    private final Resource resource;
    private final List<String> holds;
    private final Map<String, String> wanted;

    private ExcludedNamespace(Resource resource, List<String> holds, Map<String, String> wanted) {
        this.resource = resource;
        this.holds = List.copyOf(holds);
        this.wanted = wanted;
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** What istiod does not see there, as "Kind name": Gateways, VirtualServices, the Services that routes lead to. */
    @SeenByRules
    public List<String> holds() {
        return holds;
    }

    /** Labels that would include it: those of the first selector that is made of pairs; empty when there is none. */
    @SeenByRules
    public Map<String, String> wanted() {
        return wanted;
    }

    /** {@link #wanted()} as kubectl takes labels: "a=b c=d". */
    @SeenByRules
    public String wantedText() {
        return wanted.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).reduce((a, b) -> a + " " + b).orElse("");
    }

    /** The namespaces that no selector includes and that hold some of the parts. */
    public static List<ExcludedNamespace> of(List<Resource> namespaces, List<Node> selectors, List<? extends Subject> parts) {
        if (selectors.isEmpty()) {
            return List.of();
        }
        Map<String, List<String>> held = new LinkedHashMap<>();
        parts.forEach(p -> held.computeIfAbsent(p.namespace(), n -> new ArrayList<>()).add(p.kind() + " " + p.name()));
        Map<String, String> pairs = selectors.stream().map(s -> Resource.texts(s.get("matchLabels"))).filter(m -> !m.isEmpty())
                .findFirst().orElse(Map.of());
        return namespaces.stream().filter(n -> held.containsKey(n.ref().name()))
                .filter(n -> selectors.stream().noneMatch(s -> Labels.matchSelector(s, n.labels())))
                .map(n -> new ExcludedNamespace(n, held.get(n.ref().name()), pairs)).toList();
    }
}
