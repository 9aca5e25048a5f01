package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.ServiceTargets;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The port on which clients expect what a server speaks: 80 for plain HTTP, 443 where connections begin with TLS. */
final class CustomaryPort {
    private final GatewayServer server;
    private final ServerSpec moved;

    private CustomaryPort(GatewayServer server, long port) {
        this.server = server;
        Map<String, Node> fields = new LinkedHashMap<>(server.spec().node().fields());
        Map<String, Node> named = new LinkedHashMap<>(server.spec().node().get("port").fields());
        named.put("number", Node.of(port));
        fields.put("port", new Mapping(named, Map.of(), Mark.NONE));
        this.moved = new ServerSpec(server.resource().ref(), new Mapping(fields, Map.of(), Mark.NONE));
    }

    /** That port, where the server is on another one, and could be on that: a Service carries it, and no other server needs it for something else. */
    static Optional<Long> of(GatewayServer server) {
        long port = server.speech().tls() ? 443 : 80;
        return Optional.of(port).filter(p -> server.speech() != Speech.TCP && p != server.port())
                .filter(p -> new CustomaryPort(server, p).free());
    }

    private boolean free() {
        List<Workload> pods = server.gateway().workloads();
        return !pods.isEmpty() && pods.stream().allMatch(this::free) && server.gateway().servers().stream()
                .filter(s -> s.port() == moved.port()).flatMap(s -> s.hostNames().stream())
                .noneMatch(h -> server.hostNames().stream().anyMatch(own -> HostPattern.overlap(own, h)));
    }

    private boolean free(Workload pod) {
        List<ServicePort> targets = ServiceTargets.of(pod, server.gateway().servicesOf(pod));
        MergedServers<ServerSpec> others = new MergedServers<>(s -> s);
        server.gateway().all().stream().filter(g -> g.workloads().contains(pod))
                .sorted((a, b) -> Age.OLDEST_FIRST.compare(a.resource(), b.resource()))
                .flatMap(g -> g.servers().stream()).filter(s -> s != server && s.refusal() == ServerRefusal.NONE)
                .forEach(s -> others.add(s.spec(), Listener.bound(s.spec(), pod, targets)));
        long bound = Listener.bound(moved, pod, targets);
        return ServiceTargets.translating(moved.port(), targets).isPresent() && !Listener.privileged(pod, bound)
                && others.add(moved, bound).isEmpty();
    }
}
