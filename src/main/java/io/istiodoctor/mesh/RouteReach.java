package io.istiodoctor.mesh;

import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Node;
import java.util.List;

/**
 * Where a rule of a VirtualService applies: at gateways, at the proxies of the mesh, or both. Its matches may name some of the
 * Gateways, else those at the top hold; none at all means the mesh.
 */
final class RouteReach {
    private RouteReach() {}

    /** Whether the rule that a path leads into applies at a gateway. */
    static boolean atGateway(VirtualService virtualService, String path) {
        return ruleOf(virtualService, path).stream().anyMatch(names -> names.stream().anyMatch(n -> !n.equals("mesh")));
    }

    /** Whether the rule that a path leads into applies at the proxies of the mesh. */
    static boolean inMesh(VirtualService virtualService, String path) {
        return ruleOf(virtualService, path).stream().anyMatch(names -> names.contains("mesh"));
    }

    /** For each match of the rule the Gateways that it holds for, {@code mesh} among them. */
    private static List<List<String>> ruleOf(VirtualService virtualService, String path) {
        int end = path.indexOf(']') + 1;
        Node rule = FieldPath.parse(path.substring(0, end)).in(virtualService.resource().root());
        List<String> top = names(virtualService.resource().spec());
        List<String> general = top.isEmpty() ? List.of("mesh") : top;
        List<Node> matches = rule.get("match").elements();
        return matches.isEmpty() ? List.of(general) : matches.stream().map(RouteReach::names)
                .map(n -> n.isEmpty() ? general : n).toList();
    }

    private static List<String> names(Node owner) {
        return owner.get("gateways").elements().stream().flatMap(n -> n.text().stream()).toList();
    }
}
