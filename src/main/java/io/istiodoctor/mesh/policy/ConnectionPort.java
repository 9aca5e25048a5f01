package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.policy.AuthorizationPolicy.Action;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Service port whose proxy sees connections and no requests, at a workload of a policy that asks for something of requests: there a rule that allows
 * is left out as a whole, and one that denies loses the condition (authz/builder of Istio).
 */
public final class ConnectionPort implements Subject {
    private static final Set<Protocol> CONNECTIONS = EnumSet.of(Protocol.TCP, Protocol.TLS, Protocol.HTTPS, Protocol.MONGO, Protocol.REDIS,
            Protocol.MYSQL);

    private final PolicyUse use;
    private final PolicyCondition condition;
    private final ServicePort port;

    private ConnectionPort(PolicyUse use, PolicyCondition condition, ServicePort port) {
        this.use = use;
        this.condition = condition;
        this.port = port;
    }

    static List<ConnectionPort> of(PolicyUse use, Services services, PolicyIndex index) {
        Action action = use.policy().action();
        Optional<PolicyCondition> asking = use.policy().rules().stream()
                .flatMap(r -> Stream.concat(r.sources().stream(), r.operations().stream()))
                .flatMap(List::stream).filter(c -> c.attribute().http()).findFirst();
        List<ConnectionPort> found = new ArrayList<>();
        if (asking.isEmpty() || action != Action.ALLOW && action != Action.DENY) {
            return found;
        }
        Set<ServicePort> seen = new HashSet<>();
        for (Workload workload : use.scope().selected()) {
            if (!workload.sidecar()) {
                continue;
            }
            services.of(workload).stream().flatMap(s -> s.ports().stream())
                    .filter(p -> p.protocolKnown() && CONNECTIONS.contains(p.istioProtocol()))
                    .filter(p -> decides(use, index, workload, p) && seen.add(p))
                    .forEach(p -> found.add(new ConnectionPort(use, asking.get(), p)));
        }
        return found;
    }

    private static boolean decides(PolicyUse use, PolicyIndex index, Workload workload, ServicePort port) {
        long target = port.targetOn(workload).orElse(port.number());
        if (use.policy().action() == Action.DENY) {
            return use.policy().rules().stream().anyMatch(r -> asksRequests(r) && mayBe(r, target) && r.operations().stream().allMatch(
                    o -> o.stream().allMatch(c -> c.attribute().http() || c.attribute() == Attribute.PORT)) && bare(r.sources()));
        }
        boolean meant = use.policy().rules().stream().anyMatch(r -> asksRequests(r) && mayBe(r, target));
        return meant && index.of(workload).authorization(Action.ALLOW).stream().flatMap(p -> p.rules().stream())
                .noneMatch(r -> !asksRequests(r) && mayBe(r, target));
    }

    private static boolean bare(List<List<PolicyCondition>> sources) {
        return sources.stream().allMatch(s -> s.stream().allMatch(c -> c.attribute().http()));
    }

    private static boolean asksRequests(PolicyRule rule) {
        return Stream.concat(rule.sources().stream(), rule.operations().stream()).flatMap(List::stream).anyMatch(c -> c.attribute().http());
    }

    private static boolean mayBe(PolicyRule rule, long port) {
        String number = Long.toString(port);
        return rule.operations().stream().anyMatch(o -> o.stream().filter(c -> c.attribute() == Attribute.PORT)
                .allMatch(c -> (c.values().isEmpty() || c.values().contains(number)) && !c.notValues().contains(number)));
    }

    @Override
    public Resource resource() {
        return use.resource();
    }

    @Override
    public String path() {
        return (condition.values().isEmpty() ? condition.notAt() : condition.at()).path();
    }

    /** The policy. */
    @SeenByRules
    public PolicyUse policy() {
        return use;
    }

    /** The Service port. */
    @SeenByRules
    public ServicePort port() {
        return port;
    }

    /** What the policy asks for that only requests have. */
    @SeenByRules
    public String asked() {
        return condition.attribute().words();
    }
}
