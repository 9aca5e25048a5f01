package io.istiodoctor.proxy.gateway;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.gateway.Gateways;
import io.istiodoctor.mesh.gateway.Listener;
import io.istiodoctor.mesh.gateway.MergedServers;
import io.istiodoctor.mesh.gateway.ServerSpec;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.ServiceTargets;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Which Gateways configure a pod, and on which of its ports their servers listen (mergeGateways, resolvePorts of Istio). */
final class BoundServers {
    private final MeshConfig config;
    private final List<RoutingObject> gateways;

    /** @param gateways those that someone wrote, and those that istiod made of objects of other APIs */
    BoundServers(MeshConfig config, List<RoutingObject> gateways) {
        this.config = config;
        this.gateways = gateways.stream().sorted(Comparator.comparing(RoutingObject::resource, Age.OLDEST_FIRST)).toList();
    }

    /** The servers of all Gateways of a pod. */
    MergedServers<Server> of(Workload pod, List<Service> services) {
        List<ServicePort> targets = ServiceTargets.of(pod, services);
        MergedServers<Server> merged = new MergedServers<>(Server::spec);
        for (RoutingObject gateway : gateways) {
            if (!gateway.services().isEmpty()) {
                List<ServicePort> own = own(gateway, targets);
                servers(gateway).forEach(s -> own.stream().filter(p -> p.number() == s.spec().port())
                        .flatMap(p -> p.targetOn(pod).stream()).distinct().forEach(port -> merged.add(s, port)));
            } else if (Gateways.configures(gateway.resource(), pod, config)) {
                servers(gateway).forEach(s -> merged.add(s, Listener.bound(s.spec(), pod, targets)));
            }
        }
        return merged;
    }

    private static List<ServicePort> own(RoutingObject gateway, List<ServicePort> targets) {
        Set<String> hosts = Set.copyOf(gateway.services());
        return targets.stream()
                .filter(p -> hosts.contains(p.service().host()) && p.service().namespace().equals(gateway.servicesNamespace()))
                .toList();
    }

    private static List<Server> servers(RoutingObject gateway) {
        List<Node> nodes = gateway.resource().spec().get("servers").elements();
        return IntStream.range(0, nodes.size()).filter(i -> nodes.get(i).get("port").isPresent())
                .mapToObj(i -> new Server(gateway, i, new ServerSpec(gateway.resource().ref(), nodes.get(i)))).toList();
    }
}
