package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.destination.DestinationRules;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.injection.PodInjection;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.mesh.workload.Workloads;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What rules ask of policies, object by object.
 *
 * @param scopes for which workloads each policy is
 */
public record PolicyUses(List<PolicyScope> scopes, List<PolicyUse> policies, List<PolicyValues> values,
        List<ConnectionPort> connectionPorts,
        List<RefusedGateway> refusedGateways, List<TokenRule> tokenRules, List<DirectEntry> directEntries, List<PortMode> portModes,
        List<ExcludedPort> excludedPorts, List<PlainProbe> plainProbes) {
    /** The kinds of objects that are for some workloads, by a selector or by targets. */
    public static final List<Kind> KINDS = List.of(Kind.AUTHORIZATION_POLICY, Kind.PEER_AUTHENTICATION, Kind.REQUEST_AUTHENTICATION,
            Kind.TELEMETRY, Kind.WASM_PLUGIN);

    /** What policies are held against. */
    public record Surroundings(Inventory inventory, MeshConfig config, Workloads workloads, List<PodInjection> pods, Services services,
            PeerModes peers,
            DestinationRules rules, List<Gateway> gateways, List<VirtualService> routes, PolicyIndex index) {}

    /** Those of a mesh. */
    public static PolicyUses of(Surroundings s) {
        Set<Workload> ambient = identities(s.pods.stream().filter(PodInjection::ambient));
        Set<Workload> enforcing = identities(s.pods.stream().filter(p -> p.injected() && !p.runsOnce()));
        List<PolicyScope> scopes = PolicyScope.of(s.inventory, s.config, s.workloads, w -> ambient.contains(w) && !w.sidecar());
        List<PolicyUse> policies = scopes.stream().filter(p -> p.kind().equals("AuthorizationPolicy"))
                .flatMap(p -> s.index.read(p.resource()).stream()
                        .map(a -> new PolicyUse(a, p, s.index.providers(), s.config.mesh().isPresent())))
                .toList();
        var known = new PolicyValues.Surroundings(new Callers(s.inventory, s.pods, s.peers),
                new Entrances(s.gateways, s.routes, s.services, s.config));
        Predicate<Workload> enforces = w -> w.endsMutualTls() || enforcing.contains(w);
        return new PolicyUses(scopes, policies, AllCores.list(policies, some -> some.flatMap(p -> PolicyValues.of(p, known).stream())),
                AllCores.list(policies, some -> some.flatMap(p -> ConnectionPort.of(p, s.services, s.index).stream())),
                RefusedGateway.of(s.routes, s.index, s.config, enforces, s.inventory.coverage(Kind.AUTHORIZATION_POLICY)),
                tokens(scopes, s, new TakenTokens(s.routes, s.index, enforces)),
                DirectEntry.of(s.services.read(), s.peers),
                scopes.stream().filter(p -> p.kind().equals("PeerAuthentication")).flatMap(p -> PortMode.of(p, s.services).stream())
                        .toList(),
                ExcludedPort.of(s.workloads.all(), s.services, s.peers, s.rules), PlainProbe.of(s.pods, s.peers));
    }

    private static Set<Workload> identities(Stream<PodInjection> pods) {
        Set<Workload> found = Collections.newSetFromMap(new IdentityHashMap<>());
        pods.map(PodInjection::workload).forEach(found::add);
        return found;
    }

    private static List<TokenRule> tokens(List<PolicyScope> scopes, Surroundings s, TakenTokens taken) {
        boolean routed = s.routes.stream()
                .anyMatch(v -> v.rules().stream().flatMap(r -> r.matches().stream()).anyMatch(m -> !m.claims().isEmpty()));
        Certainty absence = s.inventory.coverage(Kind.AUTHORIZATION_POLICY).absenceAnywhere();
        List<TokenRule> found = new ArrayList<>();
        for (PolicyScope scope : scopes) {
            if (scope.kind().equals("RequestAuthentication")) {
                boolean asked = scope.targeted() || scope.workloads().isEmpty() || scope.workloads().stream().anyMatch(
                        w -> TokenRule.asks(Stream.of(AuthorizationPolicy.Action.values())
                                .flatMap(a -> s.index.of(w).authorization(a).stream()).toList()));
                s.index.rules(scope.resource())
                        .forEach(r -> found.add(new TokenRule(scope, r, s.index.keys().of(r.keys()), asked, routed, absence,
                                taken.missedBy(r))));
            }
        }
        return found;
    }
}
