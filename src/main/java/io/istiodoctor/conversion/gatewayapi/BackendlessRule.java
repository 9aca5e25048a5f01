package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A rule of a route of the Gateway API that has no backend of any weight, and no redirect: what it takes is not sent anywhere. */
public final class BackendlessRule implements Subject {
    private final Unserved unserved;
    private final Node rule;
    private final Optional<Service> likely;

    private BackendlessRule(Unserved unserved, Map<String, List<Service>> services) {
        this.unserved = unserved;
        this.rule = FieldPath.parse(path()).in(resource().root());
        this.likely = likely(services.getOrDefault(namespace(), List.of()));
    }

    /** Those of some routes. */
    public static List<BackendlessRule> of(Mesh mesh, List<Unserved> unserved) {
        List<Unserved> rules = unserved.stream().filter(u -> u.reason() == Reason.BACKENDS_WEIGHTLESS).toList();
        Map<String, List<Service>> services = rules.isEmpty() ? Map.of()
                : mesh.services().stream().filter(s -> !s.gateway()).collect(Collectors.groupingBy(Service::namespace));
        return rules.stream().map(u -> new BackendlessRule(u, services)).toList();
    }

    // The Service that is called as the route is, else the only one beside it; of whose single port requests can be asked.
    private Optional<Service> likely(List<Service> beside) {
        return beside.stream().filter(s -> s.name().equals(name())).findFirst()
                .or(() -> beside.size() == 1 ? Optional.of(beside.getFirst()) : Optional.empty())
                .filter(s -> s.ports().size() == 1 && (!ofRequests() || takesRequests(s.ports().getFirst())));
    }

    private static boolean takesRequests(ServicePort port) {
        return !port.protocolKnown() || port.istioProtocol().http();
    }

    @Override
    public Resource resource() {
        return unserved.resource();
    }

    @Override
    public String path() {
        return unserved.leftOut().at().path();
    }

    /** How many backends it names, all of them with the weight 0. */
    @SeenByRules
    public long weightless() {
        return rule.get("backendRefs").elements().size();
    }

    /** Whether it takes requests, which are answered with 500, and not connections, which are closed. */
    @SeenByRules
    public boolean ofRequests() {
        return resource().ref().known().filter(k -> k == Kind.HTTP_ROUTE || k == Kind.GRPC_ROUTE).isPresent();
    }

    /** The Service with a single port that is most likely meant: that of the route's name beside it, else the only one there. */
    @SeenByRules
    public Optional<Service> likely() {
        return likely;
    }

    /** The port of that Service; 0 where there is none. */
    @SeenByRules
    public long likelyPort() {
        return likely.map(s -> s.ports().getFirst().number()).orElse(0L);
    }
}
