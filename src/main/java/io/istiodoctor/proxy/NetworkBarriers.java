package io.istiodoctor.proxy;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.ambient.Ambient;
import io.istiodoctor.mesh.network.NetworkPolicies;
import io.istiodoctor.mesh.network.Party;
import io.istiodoctor.mesh.network.Passage.Direction;
import io.istiodoctor.mesh.network.Passage;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.NetworkBarrier.Purpose;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterEndpoint;
import io.istiodoctor.proxy.config.ClusterName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the ways of the mesh that NetworkPolicies shut: one barrier a policy and way, however many pods are concerned. */
final class NetworkBarriers {
    private static final long WEBHOOK = 15017;

    private record Key(ObjectRef policy, Purpose purpose, Direction direction, String held, String other) {}

    private final Mesh mesh;
    private final Proxies proxies;
    private final NetworkPolicies policies;
    private final Map<Key, NetworkBarrier> found = new LinkedHashMap<>();

    private NetworkBarriers(Proxies proxies) {
        this.mesh = proxies.mesh();
        this.proxies = proxies;
        this.policies = mesh.networkPolicies();
    }

    static List<NetworkBarrier> of(Proxies proxies) {
        NetworkBarriers barriers = new NetworkBarriers(proxies);
        if (!barriers.policies.none()) {
            Collection<Workload> workloads = distinct(barriers.mesh.workloads());
            distinct(proxies.gatewayPods()).forEach(barriers::backends);
            List<Workload> istiod = workloads.stream().filter(w -> w.labels().getOrDefault("app", "").equals("istiod")).toList();
            workloads.forEach(w -> istiod.forEach(i -> barriers.controlPlane(w, i)));
            istiod.forEach(barriers::webhook);
            workloads.forEach(barriers::dns);
            workloads.stream().filter(barriers.mesh.ambient()::captured).forEach(barriers::tunnel);
        }
        return List.copyOf(barriers.found.values());
    }

    // A pod and the template that made it are held by the same policies.
    private static Collection<Workload> distinct(List<Workload> workloads) {
        record Kind(String namespace, Map<String, String> labels) {}
        Map<Kind, Workload> one = new LinkedHashMap<>();
        for (Workload w : workloads) {
            Map<String, String> labels = new LinkedHashMap<>(w.labels());
            labels.remove("pod-template-hash");
            one.merge(new Kind(w.namespace(), labels), w, (a, b) -> a.template() ? b : a);
        }
        return one.values();
    }

    private void backends(Workload gateway) {
        Set<String> asked = new LinkedHashSet<>();
        for (ClusterName name : proxies.gateway(gateway).clusterNames()) {
            proxies.gatewayClusters(gateway).find(name).map(Cluster::endpoints).orElse(List.of()).stream()
                    .filter(e -> e.workload().isPresent())
                    .filter(e -> asked.add(e.workload().orElseThrow().resource().ref() + ":" + e.port())).forEach(e -> backend(gateway, e));
        }
    }

    private void backend(Workload gateway, ClusterEndpoint endpoint) {
        Workload pod = endpoint.workload().orElseThrow();
        if (!mesh.ambient().captured(pod)) {
            judge(Purpose.BACKEND, gateway, pod, endpoint.port());
        }
    }

    private void controlPlane(Workload pod, Workload istiod) {
        if (pod.proxy().isPresent()) {
            judge(Purpose.CONTROL_PLANE, pod, istiod, NetworkPolicies.XDS);
        }
    }

    private void judge(Purpose purpose, Workload from, Workload to, long port) {
        if (policies.passage(new Party.OfPod(from), new Party.OfPod(to),
                port) instanceof Passage.Shut(Resource policy, Direction direction)) {
            Workload held = direction == Direction.INGRESS ? to : from;
            Workload other = direction == Direction.INGRESS ? from : to;
            add(policy, purpose, direction, held, new Party.OfPod(other).words(), other.namespace(), other.labels(), port);
        }
    }

    private void add(Resource policy, Purpose purpose, Direction direction, Workload held, String other, String namespace,
            Map<String, String> labels, long port) {
        String pods = direction == Direction.INGRESS || purpose == Purpose.BACKEND ? held.namespace() + labels(held) : "";
        found.merge(new Key(policy.ref(), purpose, direction, pods, namespace + labels),
                new NetworkBarrier(policy, purpose, direction, held, List.of(other), namespace, labels, List.of(port)),
                NetworkBarriers::together);
    }

    private static String labels(Workload pod) {
        Map<String, String> labels = new LinkedHashMap<>(pod.labels());
        labels.remove("pod-template-hash");
        return labels.toString();
    }

    private static NetworkBarrier together(NetworkBarrier a, NetworkBarrier b) {
        List<Long> ports = new ArrayList<>(a.ports());
        b.ports().stream().filter(p -> !ports.contains(p)).forEach(ports::add);
        return new NetworkBarrier(a.resource(), a.purpose(), a.direction(), a.held(), a.others(), a.otherNamespace(), a.otherLabels(),
                ports.stream().sorted().toList());
    }

    // The API server is no pod that a selector could mean, or one of kube-system in the node's network.
    private void webhook(Workload istiod) {
        Passage outside = policies.passage(Party.Outside.UNKNOWN, new Party.OfPod(istiod), WEBHOOK);
        if (outside instanceof Passage.Shut(Resource policy, Direction direction)
                && policies.passage(new Party.Unread("kube-system"), new Party.OfPod(istiod), WEBHOOK) instanceof Passage.Shut) {
            add(policy, Purpose.WEBHOOK, direction, istiod, "the API server", "", Map.of(), WEBHOOK);
        }
    }

    private void dns(Workload pod) {
        if (policies.dns(pod) instanceof Passage.Shut(Resource policy, Direction direction)) {
            add(policy, Purpose.DNS, direction, pod, "the cluster's DNS", "kube-system", Map.of("k8s-app", "kube-dns"),
                    NetworkPolicies.DNS);
        }
    }

    // Who lets in nobody at all means it.
    private void tunnel(Workload pod) {
        boolean shut = policies.takesNobody(pod, Ambient.HBONE);
        if (shut && !policies.takesNobody(pod)) {
            policies.holding(Direction.INGRESS, pod).stream().findFirst()
                    .ifPresent(p -> add(p, Purpose.TUNNEL, Direction.INGRESS, pod, "ztunnels", "", Map.of(), Ambient.HBONE));
        }
    }
}
