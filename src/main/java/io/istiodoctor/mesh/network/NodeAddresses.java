package io.istiodoctor.mesh.network;

import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The addresses of the cluster's nodes.
 *
 * @param external reachable from outside
 * @param internal reachable from the nodes' own network
 */
public record NodeAddresses(List<String> external, List<String> internal) {
    static NodeAddresses of(List<Resource> nodes) {
        return new NodeAddresses(ofType(nodes, "ExternalIP").toList(), ofType(nodes, "InternalIP").toList());
    }

    private static Stream<String> ofType(List<Resource> nodes, String type) {
        return nodes.stream().flatMap(n -> n.status().get("addresses").elements().stream())
                .filter(a -> a.text("type").equals(type)).map(a -> a.text("address"));
    }

    /** The first external address, else the first internal one. */
    public Optional<String> best() {
        return Stream.concat(external.stream(), internal.stream()).findFirst();
    }
}
