package io.istiodoctor.proxy.cluster;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.destination.DestinationRules.Choice;
import io.istiodoctor.mesh.destination.DestinationRules.Subset;
import io.istiodoctor.mesh.destination.DestinationRules;
import io.istiodoctor.mesh.destination.EffectivePolicy;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The DestinationRules that hold for clients: those that someone wrote, and those that istiod makes of policies of the Gateway API. */
public final class ClientRules {
    private final DestinationRules rules;
    private final Map<ObjectRef, RoutingObject> made = new HashMap<>();

    /** @param made those that istiod makes */
    public ClientRules(Mesh mesh, List<RoutingObject> made) {
        this.rules = mesh.destinationRules().with(made.stream().map(RoutingObject::resource).toList());
        made.forEach(m -> this.made.put(m.resource().ref(), m));
    }

    /** Those that hold for a client and a host. */
    public Choice of(RegistryService service, Workload client) {
        return rules.choose(service.host(), client.namespace(), service.namespace(), client.labels());
    }

    /**
     * What holds for a port of a host.
     *
     * @param choice those that hold together
     * @param subset empty for the host as a whole
     */
    public EffectivePolicy policy(Choice choice, long port, Optional<Subset> subset) {
        return new EffectivePolicy(BackendPolicies.merge(choice.policy(r -> !made(r)), choice.policy(this::made)), subset, port,
                choice.selective());
    }

    /** The rule, of those that hold together for a host as a whole, that says how its TLS is begun; where none does, the first that someone wrote. */
    Optional<FieldRef> leading(Choice choice, EffectivePolicy policy) {
        Node tls = policy.field("tls");
        return choice.rules().stream().filter(r -> tls.isPresent() && says(r.spec().get("trafficPolicy"), tls)).findFirst()
                .or(() -> choice.rules().stream().filter(r -> !made(r)).findFirst())
                .or(() -> choice.rules().stream().findFirst()).map(r -> origin(r, ""));
    }

    private static boolean says(Node policy, Node tls) {
        return Stream.concat(Stream.of(policy), policy.get("portLevelSettings").elements().stream())
                .anyMatch(p -> p.get("tls").equals(tls));
    }

    private boolean made(Resource rule) {
        return made.containsKey(rule.ref());
    }

    /** The field that someone wrote of which a field of a rule comes. */
    private FieldRef origin(Resource rule, String path) {
        RoutingObject source = made.get(rule.ref());
        return source == null ? new FieldRef(rule.ref(), path) : source.origin(path);
    }
}
