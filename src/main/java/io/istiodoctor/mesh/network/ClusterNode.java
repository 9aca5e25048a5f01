package io.istiodoctor.mesh.network;

import io.istiodoctor.model.Resource;
import java.util.List;

/**
 * A machine of the cluster.
 *
 * @param external addresses reachable from outside
 * @param internal addresses reachable from the nodes' own network
 * @param controlPlane whether it runs the cluster's own control plane
 */
public record ClusterNode(String name, List<String> external, List<String> internal, boolean controlPlane) {
    public ClusterNode {
        external = List.copyOf(external);
        internal = List.copyOf(internal);
    }

    static ClusterNode of(Resource node) {
        return new ClusterNode(node.ref().name(), addresses(node, "ExternalIP"), addresses(node, "InternalIP"),
                node.labels().keySet().stream()
                        .anyMatch(l -> l.equals("node-role.kubernetes.io/control-plane") || l.equals("node-role.kubernetes.io/master")));
    }

    private static List<String> addresses(Resource node, String type) {
        return node.status().get("addresses").elements().stream().filter(a -> a.text("type").equals(type))
                .map(a -> a.text("address")).filter(a -> !a.isEmpty()).distinct().toList();
    }
}
