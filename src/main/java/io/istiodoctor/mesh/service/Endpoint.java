package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.stream.Stream;

/**
 * An address behind a Service.
 *
 * @param address of the pod or machine
 * @param ready whether traffic is sent to it
 * @param pod the pod's name; empty when it is none
 */
public record Endpoint(@SeenByRules String address, @SeenByRules boolean ready, @SeenByRules String pod) {
    static Stream<Endpoint> ofSlice(Resource slice) {
        return slice.root().get("endpoints").elements().stream().flatMap(e -> e.get("addresses").elements().stream()
                .flatMap(a -> a.text().stream()).map(a -> new Endpoint(a, ready(e), podName(e))));
    }

    /** Whether an endpoint of an EndpointSlice takes traffic: an unset condition counts as ready (EndpointConditions of the Kubernetes API). */
    public static boolean ready(Node endpoint) {
        return !endpoint.get("conditions").text("ready").equals("false");
    }

    static Stream<Endpoint> ofEndpoints(Resource endpoints) {
        return endpoints.root().get("subsets").elements().stream().flatMap(s -> Stream.concat(
                addresses(s.get("addresses").elements(), true), addresses(s.get("notReadyAddresses").elements(), false)));
    }

    private static Stream<Endpoint> addresses(List<Node> addresses, boolean ready) {
        return addresses.stream().map(a -> new Endpoint(a.text("ip"), ready, podName(a)));
    }

    private static String podName(Node endpoint) {
        return endpoint.get("targetRef").text("kind").equals("Pod") ? endpoint.get("targetRef").text("name") : "";
    }
}
