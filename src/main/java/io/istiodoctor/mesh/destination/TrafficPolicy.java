package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a DestinationRule says of connections: for a host, for one of its ports, or for a subset. */
public final class TrafficPolicy implements Subject {
    private static final String PENDING = "connectionPool.http.http1MaxPendingRequests";
    private static final String REQUESTS = "connectionPool.http.http2MaxRequests";
    private static final String CONNECTIONS = "connectionPool.tcp.maxConnections";
    private static final String EJECTION = "outlierDetection.maxEjectionPercent";

    private final DestinationRule rule;
    private final Optional<Subset> subset;
    private final String path;
    private final Node node;

    private TrafficPolicy(DestinationRule rule, Optional<Subset> subset, String path, Node node) {
        this.rule = rule;
        this.subset = subset;
        this.path = path;
        this.node = node;
    }

    /** The policies of a rule: the general one, those of subsets, and behind each those for its ports. */
    public static List<TrafficPolicy> of(DestinationRule rule) {
        List<TrafficPolicy> all = new ArrayList<>();
        add(all, rule, Optional.empty(), "spec.trafficPolicy", rule.resource().spec().get("trafficPolicy"));
        List<Node> subsets = rule.resource().spec().get("subsets").elements();
        for (int i = 0; i < subsets.size(); i++) {
            add(all, rule, Optional.of(rule.subsets().get(i)), "spec.subsets[" + i + "].trafficPolicy",
                    subsets.get(i).get("trafficPolicy"));
        }
        return List.copyOf(all);
    }

    private static void add(List<TrafficPolicy> all, DestinationRule rule, Optional<Subset> subset, String path, Node node) {
        if (node.isPresent()) {
            all.add(new TrafficPolicy(rule, subset, path, node));
        }
        List<Node> ports = node.get("portLevelSettings").elements();
        for (int i = 0; i < ports.size(); i++) {
            all.add(new TrafficPolicy(rule, subset, path + ".portLevelSettings[" + i + "]", ports.get(i)));
        }
    }

    /** Its section about TLS towards the host; missing where it has none. */
    Node tls() {
        return node.get("tls");
    }

    /** The port that it is for; 0 when it is for all. */
    long port() {
        return path.endsWith("]") ? node.get("port").get("number").number().orElse(0L) : 0;
    }

    @Override
    public Resource resource() {
        return rule.resource();
    }

    @Override
    public String path() {
        return path;
    }

    /** The DestinationRule that it belongs to. */
    @SeenByRules
    public DestinationRule rule() {
        return rule;
    }

    /** The field, from here, that leaves next to nothing for clients; empty when none does. Zero means Istio's default. */
    @SeenByRules
    public String starving() {
        boolean onePending = number(PENDING) == 1;
        return onePending ? PENDING : number(REQUESTS) == 1 ? REQUESTS
                : number(CONNECTIONS) == 1 && bytesOnly() ? CONNECTIONS : ejectsAll() ? EJECTION : "";
    }

    private long number(String field) {
        Node found = node;
        for (String step : field.split("\\.")) {
            found = found.get(step);
        }
        return found.number().orElse(0L);
    }

    // Where requests can be told apart they wait for the one connection; where not, further connections are refused.
    private boolean bytesOnly() {
        long only = node.get("port").get("number").number().orElse(0L);
        List<ServicePort> ports = rule.service().map(Service::ports).orElse(List.of()).stream()
                .filter(p -> only == 0 || p.number() == only).toList();
        return !ports.isEmpty() && ports.stream().allMatch(p -> p.protocolKnown() && !p.istioProtocol().http());
    }

    private boolean ejectsAll() {
        Node detection = node.get("outlierDetection");
        boolean never = detection.get("consecutive5xxErrors").number().filter(n -> n == 0).isPresent()
                && detection.get("consecutiveGatewayErrors").number().orElse(0L) == 0;
        return number(EJECTION) == 100 && !never && detection.get("minHealthPercent").number().orElse(0L) == 0 && endpoints() > 0
                && endpoints() <= 2;
    }

    /** How many endpoints there are or will be; 0 when that is not known. */
    @SeenByRules
    public long endpoints() {
        List<Workload> workloads = rule.hasServiceEntry() ? List.of() : rule.service().map(Service::workloads).orElse(List.of()).stream()
                .filter(w -> subset.isEmpty() || Labels.match(subset.get().labels(), w.labels())).toList();
        List<Workload> templates = workloads.stream().filter(Workload::template).toList();
        int pods = workloads.size() - templates.size();
        boolean written = templates.stream().allMatch(w -> w.resource().spec().get("replicas").isPresent());
        return !written && pods == 0 ? 0 : Math.max(pods, templates.stream().mapToLong(Workload::replicas).sum());
    }

    /** Why the number of endpoints is not known where it matters; empty when it is, or does not matter. */
    @SeenByRules
    public String unknown() {
        return !rule.unknown().isEmpty() ? rule.unknown()
                : number(EJECTION) == 100 ? rule.service().map(Service::unknown).orElse("") : "";
    }
}
