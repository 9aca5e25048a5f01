package io.istiodoctor.proxy.gateway;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.ServiceTargets;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which Gateways configure a pod, and on which of its ports their servers listen (mergeGateways, resolvePorts of Istio). */
final class BoundServers {
    private static final String SERVICES = "internal.istio.io/gateway-service";
    private static final String PARENT_NAMESPACE = "internal.istio.io/parent-namespace";

    private final MeshConfig config;
    private final List<RoutingObject> gateways;

    /** @param gateways those that someone wrote, and those that istiod made of objects of other APIs */
    BoundServers(MeshConfig config, List<RoutingObject> gateways) {
        this.config = config;
        this.gateways = gateways.stream().sorted(Comparator.comparing(RoutingObject::resource, Age.OLDEST_FIRST)).toList();
    }

    /** The servers of all Gateways of a pod. */
    MergedServers of(Workload pod, List<Service> services) {
        List<ServicePort> targets = ServiceTargets.of(pod, services);
        MergedServers merged = new MergedServers();
        for (RoutingObject gateway : gateways) {
            String named = gateway.resource().annotations().get(SERVICES);
            if (named != null) {
                List<ServicePort> own = own(gateway.resource(), named, targets);
                if (!own.isEmpty()) {
                    servers(gateway)
                            .forEach(s -> own.stream().filter(p -> p.number() == s.port()).flatMap(p -> p.targetOn(pod).stream()).distinct()
                                    .forEach(port -> merged.add(s, port)));
                }
            } else if (selects(gateway.resource(), pod)) {
                servers(gateway).forEach(s -> merged.add(s, bound(s, pod, targets)));
            }
        }
        return merged;
    }

    private static List<ServicePort> own(Resource gateway, String named, List<ServicePort> targets) {
        Set<String> hosts = Arrays.stream(named.split(",")).collect(Collectors.toSet());
        String namespace = gateway.annotations().getOrDefault(PARENT_NAMESPACE, gateway.ref().namespace());
        return targets.stream().filter(p -> hosts.contains(p.service().host()) && p.service().namespace().equals(namespace)).toList();
    }

    private boolean selects(Resource gateway, Workload pod) {
        Map<String, String> selector = Resource.texts(gateway.spec().get("selector"));
        return Labels.match(selector, pod.labels()) && config.keptApart(gateway.ref().namespace(), pod).isEmpty();
    }

    // The number of a Gateway's port is a Service port first; without one of that number the pod binds it as it stands.
    private static long bound(Server server, Workload pod, List<ServicePort> targets) {
        return targets.stream().filter(p -> p.number() == server.port() && ServiceTargets.translating(p.service())).findFirst()
                .flatMap(p -> p.targetOn(pod)).orElse(server.port());
    }

    private static List<Server> servers(RoutingObject gateway) {
        List<Node> nodes = gateway.resource().spec().get("servers").elements();
        return java.util.stream.IntStream.range(0, nodes.size()).filter(i -> nodes.get(i).get("port").isPresent())
                .mapToObj(i -> new Server(gateway, i, nodes.get(i))).toList();
    }
}
