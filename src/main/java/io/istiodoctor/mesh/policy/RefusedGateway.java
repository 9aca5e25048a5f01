package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.policy.AuthorizationPolicy.Action;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A policy of a workload behind a gateway that lets the gateway in with nothing, whatever is asked for, or one of the gateway itself that lets nobody in: every
 * request by that way gets 403.
 */
public final class RefusedGateway implements Subject {
    private record Way(Service to, Workload from) {}

    private record Told(Resource policy, Optional<Service> service) {}

    private final AuthorizationPolicy policy;
    private final int policies;
    private final Workload gateway;
    private final Workload server;
    private final Service service;
    private final String principal;
    private final Certainty absence;

    private RefusedGateway(AuthorizationPolicy policy, int policies, Workload gateway, Workload server, Service service, String principal,
            Certainty absence) {
        this.policy = policy;
        this.policies = policies;
        this.gateway = gateway;
        this.server = server;
        this.service = service;
        this.principal = principal;
        this.absence = absence;
    }

    static List<RefusedGateway> of(List<VirtualService> routes, PolicyIndex index, MeshConfig config, Predicate<Workload> enforcing,
            Coverage policies) {
        List<Way> ways = routes.stream().flatMap(v -> v.destinations().stream()).filter(d -> !d.fromGateway().passedThrough())
                .flatMap(d -> d.service().stream().flatMap(
                        s -> d.fromGateway().gateways().stream().flatMap(g -> g.workloads().stream()).map(w -> new Way(s, w))))
                .distinct().toList();
        List<RefusedGateway> refused = AllCores.list(ways, some -> some
                .flatMap(w -> shut(w, index, policies).or(() -> refused(w.from, w.to, index, config, enforcing)).stream()));
        Set<Told> told = new HashSet<>();
        return refused.stream().filter(r -> told.add(new Told(r.resource(), r.atGateway() ? Optional.empty() : Optional.of(r.service))))
                .toList();
    }

    // A gateway that takes nothing itself; whose policies would let it in behind is no question then.
    private static Optional<RefusedGateway> shut(Way way, PolicyIndex index, Coverage policies) {
        List<AuthorizationPolicy> allowing = allowing(way.from, index);
        return allowing.stream().allMatch(p -> p.rules().isEmpty()) ? allowing.stream().findFirst()
                .map(p -> new RefusedGateway(p, allowing.size(), way.from, way.from, way.to, "", policies.absenceIn(way.from.namespace())))
                : Optional.empty();
    }

    private static List<AuthorizationPolicy> allowing(Workload server, PolicyIndex index) {
        return index.of(server).authorization(Action.ALLOW).stream().filter(p -> !p.dryRun()).toList();
    }

    private static Optional<RefusedGateway> refused(Workload gateway, Service service, PolicyIndex index, MeshConfig config,
            Predicate<Workload> enforcing) {
        Peer peer = peer(gateway, config);
        // Pods of a workload have the same policies.
        Set<ProxyPolicies> admitting = Collections.newSetFromMap(new IdentityHashMap<>());
        return service.workloads().stream().filter(enforcing).filter(server -> !admitting.contains(index.of(server))).flatMap(server -> {
            List<AuthorizationPolicy> allowing = allowing(server, index);
            boolean admitted = allowing.isEmpty() || allowing.stream().anyMatch(p -> admits(p, peer, index));
            if (admitted) {
                admitting.add(index.of(server));
            }
            return admitted ? null : allowing.stream().filter(p -> !p.rules().isEmpty()).findFirst().or(() -> allowing.stream().findFirst())
                    .map(p -> new RefusedGateway(p, allowing.size(), gateway, server, service,
                            peer instanceof Peer.Certified c ? c.principal() : "", Certainty.CERTAIN))
                    .stream();
        }).findFirst();
    }

    private static Peer peer(Workload gateway, MeshConfig config) {
        String domain = config.mesh().text("trustDomain");
        return gateway.assumed() || !gateway.accountKnown() ? new Peer.Unknown("the gateway is not part of the input")
                : Peer.of(domain.isEmpty() ? "cluster.local" : domain, gateway.namespace(), gateway.serviceAccount());
    }

    // Only who asks is judged; what is asked for may fit.
    private static boolean admits(AuthorizationPolicy policy, Peer peer, PolicyIndex index) {
        PolicyFacts facts = new PolicyFacts(peer, new Address.Unknown(""), new Address.Unknown(""), new Address.Unknown(""), 0, "",
                Optional.empty(), Token.AS_SENT);
        ConditionJudge judge = new ConditionJudge(facts, TokenState.absent(), List.of(), index.trust(),
                policy.resource().ref().namespace());
        return policy.rules().stream().anyMatch(r -> r.dropped().isEmpty() && r.sources().stream().anyMatch(
                s -> s.stream().filter(c -> Callers.IDENTITY.contains(c.attribute())).noneMatch(c -> judge.judge(c) instanceof Answer.No)));
    }

    @Override
    public Resource resource() {
        return policy.resource();
    }

    /** Whether the policies of the workload allow nothing at all: none of them has a rule. */
    @SeenByRules(certainty = "absence", absentWhenTrue = true)
    public boolean everything() {
        return policy.rules().isEmpty();
    }

    /** Whether the policies of the gateway's own pods are what allows nothing. */
    @SeenByRules
    public boolean atGateway() {
        return server == gateway;
    }

    /** What it means that no other policy was read that allows something: certain, inferred or unknown. */
    @SeenByRules
    public Certainty absence() {
        return absence;
    }

    /** Whether it is the only policy there that allows anything. */
    @SeenByRules
    public boolean alone() {
        return policies == 1;
    }

    /** The gateway's pod. */
    @SeenByRules
    public Workload gateway() {
        return gateway;
    }

    /** The gateway's identity; empty when it is not known. */
    @SeenByRules
    public String principal() {
        return principal;
    }

    /** The workload behind it. */
    @SeenByRules
    public Workload server() {
        return server;
    }

    /** The Service that a route leads to. */
    @SeenByRules
    public Service service() {
        return service;
    }

    /**
     * Where a policy has room for one more client.
     *
     * @param path behind the last of those whom a rule names
     * @param value how the gateway is named there
     */
    public record Room(@SeenByRules String path, @SeenByRules String value) {}

    /** Behind the clients whom the first rule names by principal, else by namespace; empty where none names any, or the gateway has no identity. */
    @SeenByRules
    public Optional<Room> room() {
        return principal.isEmpty() ? Optional.empty()
                : room("principals", principal).or(() -> room("namespaces", gateway.namespace()));
    }

    private Optional<Room> room(String field, String value) {
        Node rules = resource().spec().get("rules");
        for (int rule = 0; rule < rules.elements().size(); rule++) {
            Node from = rules.elements().get(rule).get("from");
            for (int source = 0; source < from.elements().size(); source++) {
                int named = from.elements().get(source).get("source").get(field).elements().size();
                if (named > 0) {
                    return Optional
                            .of(new Room("spec.rules[" + rule + "].from[" + source + "].source." + field + "[" + named + "]", value));
                }
            }
        }
        return Optional.empty();
    }

    /** The field of the first rule that names who may ask; the policy itself when it has no rules. */
    @SeenByRules
    public String sourceField() {
        return policy.rules().stream().findFirst().map(PolicyRule::origin).map(FieldRef::path).orElse("spec");
    }

    /** Labels of the gateway's pods as a selector of a policy writes them: the one by which Gateways choose them as a rule, istio, or else all that tell them from others. */
    @SeenByRules
    public String gatewaySelectorText() {
        Map<String, String> labels = new TreeMap<>(gateway.labels());
        labels.keySet().removeIf(l -> labels.containsKey("istio") ? !l.equals("istio") : l.equals("pod-template-hash"));
        return Labels.quoted(labels);
    }
}
