package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The places of a VirtualService that name destinations and Gateways. */
public final class RouteNodes {
    /** A node and its path from the object's root. */
    public record Place(String path, Node node) {}

    private RouteNodes() {}

    /** Every destination: of routes of the three sections, and of mirrors. */
    public static List<Place> destinations(Resource virtualService) {
        List<Place> found = new ArrayList<>();
        for (String section : List.of("http", "tcp", "tls")) {
            each(virtualService.spec().get(section), "spec." + section, rule -> found.addAll(destinations(rule)));
        }
        return found;
    }

    /** The destinations of one rule. */
    public static List<Place> destinations(Place rule) {
        List<Place> found = new ArrayList<>();
        each(rule.node.get("route"), rule.path + ".route", r -> add(found, r.path + ".destination", r.node.get("destination")));
        add(found, rule.path + ".mirror", rule.node.get("mirror"));
        each(rule.node.get("mirrors"), rule.path + ".mirrors", m -> add(found, m.path + ".destination", m.node.get("destination")));
        return found;
    }

    /** Every name of a Gateway but {@code mesh}: at the top and in matches. */
    public static List<Place> gateways(Resource virtualService) {
        List<Place> found = new ArrayList<>();
        each(virtualService.spec().get("gateways"), "spec.gateways", found::add);
        for (String section : List.of("http", "tcp", "tls")) {
            // Few name any in a match, so that places are only written out where one does.
            if (virtualService.spec().get(section).elements().stream().flatMap(r -> r.get("match").elements().stream())
                    .anyMatch(m -> m.get("gateways").isPresent())) {
                each(virtualService.spec().get(section), "spec." + section, rule -> each(rule.node.get("match"), rule.path + ".match",
                        match -> each(match.node.get("gateways"), match.path + ".gateways", found::add)));
            }
        }
        found.removeIf(p -> p.node.text().isEmpty() || p.node.text().get().equals(GatewayName.MESH));
        return found;
    }

    private static void add(List<Place> found, String path, Node node) {
        if (node.isPresent()) {
            found.add(new Place(path, node));
        }
    }

    private static void each(Node list, String path, Consumer<Place> action) {
        List<Node> elements = list.elements();
        for (int i = 0; i < elements.size(); i++) {
            action.accept(new Place(path + "[" + i + "]", elements.get(i)));
        }
    }
}
