package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.service.Endpoint;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Endpoints that an EndpointSlice names. */
final class SliceEndpoints {
    private SliceEndpoints() {}

    static List<RegistryEndpoint> of(Resource slice, ServicePort port, Pods pods) {
        List<RegistryEndpoint> found = new ArrayList<>();
        // Neither istiod nor kube-proxy looks up the names of a slice of names.
        if (slice.root().text("addressType").equals("FQDN")) {
            return found;
        }
        for (Node offered : slice.root().get("ports").elements()) {
            Optional<Long> number = offered.get("port").number();
            if (number.isPresent() && offered.text("name").equals(port.portName())) {
                for (Node endpoint : slice.root().get("endpoints").elements()) {
                    endpoint.get("addresses").elements().forEach(a -> a.text().ifPresent(
                            address -> found.add(endpoint(slice, endpoint, address, number.get(), pods))));
                }
            }
        }
        return found;
    }

    private static RegistryEndpoint endpoint(Resource slice, Node endpoint, String address, long port, Pods pods) {
        boolean ready = Endpoint.ready(endpoint);
        Optional<Workload> pod = pods.named(slice.ref().namespace(), endpoint.get("targetRef").text("name")).or(() -> pods.at(address));
        return new RegistryEndpoint(address, port, ready, pod, pod.map(Workload::labels).orElse(Map.of()),
                pod.filter(Pods::mutualTls).isPresent(),
                endpoint.text("hostname"));
    }
}
