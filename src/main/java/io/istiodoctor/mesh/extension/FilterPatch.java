package io.istiodoctor.mesh.extension;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A patch of an EnvoyFilter. Which operation does something where is read from pilot/pkg/networking/core/envoyfilter of Istio. */
public final class FilterPatch implements Subject {
    private static final Set<String> RELATIVE = Set.of("INSERT_BEFORE", "INSERT_AFTER", "REMOVE", "REPLACE");
    private static final Set<String> REPLACED = Set.of("HTTP_FILTER", "NETWORK_FILTER", "LISTENER_FILTER", "VIRTUAL_HOST");

    private final Resource resource;
    private final int index;
    private final Node node;
    private final boolean versionedBefore;

    private FilterPatch(Resource resource, int index, Node node, boolean versionedBefore) {
        this.resource = resource;
        this.index = index;
        this.node = node;
        this.versionedBefore = versionedBefore;
    }

    /** Every patch of some EnvoyFilters, in their order. */
    public static List<FilterPatch> of(List<Resource> filters) {
        List<FilterPatch> all = new ArrayList<>();
        Set<String> versioned = new HashSet<>();
        for (Resource filter : filters) {
            List<Node> nodes = filter.spec().get("configPatches").elements();
            for (int i = 0; i < nodes.size(); i++) {
                FilterPatch patch = new FilterPatch(filter, i, nodes.get(i), versioned.contains(filterName(nodes.get(i))));
                all.add(patch);
                if (!patch.proxyVersion().isEmpty() && !patch.filter().isEmpty()) {
                    versioned.add(patch.filter());
                }
            }
        }
        return all;
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public String path() {
        return "spec.configPatches[" + index + "]";
    }

    /** What it changes: HTTP_FILTER, CLUSTER, ROUTE_CONFIGURATION and so on. */
    @SeenByRules
    public String applyTo() {
        return node.text("applyTo");
    }

    /** What it does: ADD, MERGE, REMOVE, INSERT_BEFORE and so on; empty when it does not say. */
    @SeenByRules
    public String operation() {
        return node.get("patch").text("operation");
    }

    /** The filter that it writes, else the one that it looks for; empty when it names none. */
    @SeenByRules
    public String filter() {
        return filterName(node);
    }

    private static String filterName(Node patch) {
        String written = patch.get("patch").get("value").text("name");
        return !written.isEmpty() ? written : patch.get("match").get("listener").get("filterChain").get("filter").text("name");
    }

    /** The proxies' releases that it is for, an expression; empty when it is for all. */
    @SeenByRules
    public String proxyVersion() {
        return node.get("match").get("proxy").text("proxyVersion");
    }

    /** Whether what it does depends on what is there already, and so on the order of EnvoyFilters. */
    @SeenByRules
    public boolean relative() {
        return RELATIVE.contains(operation());
    }

    /** Whether its EnvoyFilter says when its turn is. */
    @SeenByRules
    public boolean ordered() {
        return resource.spec().get("priority").number().orElse(0L) != 0;
    }

    /** Whether an earlier patch for the same filter is for some releases of proxies only. */
    @SeenByRules
    public boolean versionedBefore() {
        return versionedBefore;
    }

    /** Whether the operation does nothing to what it applies to: istiod passes over it without a word. */
    @SeenByRules
    public boolean ignored() {
        return switch (operation()) {
            case "ADD", "REMOVE" -> applyTo().equals("ROUTE_CONFIGURATION");
            case "REPLACE" -> !applyTo().isEmpty() && !REPLACED.contains(applyTo());
            default -> false;
        };
    }
}
