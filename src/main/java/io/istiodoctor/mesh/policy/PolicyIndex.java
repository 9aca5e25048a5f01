package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.HostNames;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.Memo;
import io.istiodoctor.mesh.base.SelectorIndex;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.ManagedGateway;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which policies are for which proxy (ShouldAttachPolicy of Istio). */
public final class PolicyIndex {

    private final String root;
    private final boolean selectorsForGateways;
    private final ExtensionProviders providers;
    private final TrustDomains trust;
    private final PolicyReader reader;
    private final TokenKeys keys;
    private final Instant now;
    private final Memo<Workload, ProxyPolicies> known = new Memo<>(pod -> alike(new Chosen(pod.namespace(), pod.labels())));
    /** By what policies choose pods by, which most pods of a workload have in common. */
    private final Map<Chosen, ProxyPolicies> alike = new ConcurrentHashMap<>();
    private final Memo<Resource, List<JwtRule>> tokenRules = new Memo<>(this::readRules);
    private final Map<Resource, Optional<AuthorizationPolicy>> read = new IdentityHashMap<>();
    private final Map<String, List<Resource>> authorization;
    private final Map<String, List<Resource>> authentication;
    /** Policies without targets. */
    private final SelectorIndex<Resource> authorizing;
    private final SelectorIndex<Resource> authenticating;

    /**
     * The policies of a snapshot.
     *
     * @param now by which tokens are in their time
     * @param excluded namespaces that istiod does not look into
     */
    public PolicyIndex(Inventory inventory, MeshConfig config, Services services, PeerModes peers, HostNames names, Instant now,
            Predicate<String> excluded) {
        this.root = config.rootNamespace();
        this.selectorsForGateways = config.environment("ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY").filter("false"::equals).isEmpty();
        this.providers = new ExtensionProviders(config, services.registry());
        this.trust = TrustDomains.of(config);
        this.now = now;
        this.keys = new TokenKeys(services, peers, names, inventory, root);
        this.reader = new PolicyReader(config.controlPlaneVersion());
        List<Resource> rules = known(inventory.all(Kind.AUTHORIZATION_POLICY), excluded);
        List<Resource> tokens = known(inventory.all(Kind.REQUEST_AUTHENTICATION), excluded);
        List<Optional<AuthorizationPolicy>> policies = AllCores.list(rules, some -> some.map(reader::read));
        for (int i = 0; i < rules.size(); i++) {
            read.put(rules.get(i), policies.get(i));
        }
        this.authorization = byNamespace(rules);
        this.authentication = byNamespace(tokens);
        this.authorizing = bySelector(rules);
        this.authenticating = bySelector(tokens);
    }

    private static List<Resource> known(List<Resource> all, Predicate<String> excluded) {
        return all.stream().filter(r -> !excluded.test(r.ref().namespace())).sorted(Age.OLDEST_FIRST).toList();
    }

    private static Map<String, List<Resource>> byNamespace(List<Resource> policies) {
        return policies.stream().collect(Collectors.groupingBy(r -> r.ref().namespace()));
    }

    private static SelectorIndex<Resource> bySelector(List<Resource> policies) {
        return new SelectorIndex<>(policies.stream().filter(r -> targets(r.spec()).isEmpty()).toList(), r -> r.ref().namespace(),
                r -> Resource.texts(r.spec().get("selector").get("matchLabels")));
    }

    /** The policies that the proxy of a pod enforces. */
    public ProxyPolicies of(Workload pod) {
        return known.of(pod);
    }

    /** The policies that the ztunnel of a pod's node enforces for it: those for all, or with a selector. */
    public ProxyPolicies ofZtunnel(Workload pod) {
        return new ProxyPolicies(attached(authorization, authorizing, new Chosen(pod.namespace(), pod.labels()))
                .filter(p -> targets(p.spec()).isEmpty()).flatMap(p -> read(p).stream()).flatMap(p -> ZtunnelPolicies.of(p).stream())
                .toList(),
                List.of(), providers, trust);
    }

    /** The policies that a waypoint enforces for what is sent to a Service: those that name the Service, the waypoint or, from the root namespace, its class. */
    public ProxyPolicies ofWaypoint(Resource waypoint, Resource service) {
        Predicate<Resource> named = p -> targets(p.spec()).stream()
                .anyMatch(t -> p.ref().namespace().equals(service.ref().namespace()) && is(t, service)
                        || p.ref().namespace().equals(waypoint.ref().namespace()) && is(t, waypoint)
                        || p.ref().namespace().equals(root) && t.text("kind").equals("GatewayClass")
                                && t.text("name").equals(waypoint.spec().text("gatewayClassName")));
        List<String> homes = Stream.of(root, service.ref().namespace(), waypoint.ref().namespace()).distinct().toList();
        return new ProxyPolicies(
                homes.stream().flatMap(n -> authorization.getOrDefault(n, List.of()).stream()).filter(named).flatMap(p -> read(p).stream())
                        .toList(),
                homes.stream().flatMap(n -> authentication.getOrDefault(n, List.of()).stream()).filter(named)
                        .flatMap(p -> rules(p).stream())
                        .sorted(Comparator.comparing(JwtRule::issuer)).toList(),
                providers, trust);
    }

    private static boolean is(Node target, Resource object) {
        return target.text("kind").equals(object.ref().kind()) && target.text("name").equals(object.ref().name());
    }

    private record Chosen(String namespace, Map<String, String> labels) {}

    private ProxyPolicies alike(Chosen pod) {
        ProxyPolicies before = alike.get(pod);
        if (before != null) {
            return before;
        }
        ProxyPolicies now = read(pod);
        ProxyPolicies first = alike.putIfAbsent(pod, now);
        return first == null ? now : first;
    }

    private ProxyPolicies read(Chosen pod) {
        List<AuthorizationPolicy> policies = attached(authorization, authorizing, pod).flatMap(p -> read(p).stream()).toList();
        List<JwtRule> rules = attached(authentication, authenticating, pod).flatMap(p -> rules(p).stream())
                .sorted(Comparator.comparing(JwtRule::issuer)).toList();
        return new ProxyPolicies(policies, rules, providers, trust);
    }

    TrustDomains trust() {
        return trust;
    }

    ExtensionProviders providers() {
        return providers;
    }

    TokenKeys keys() {
        return keys;
    }

    /** What an AuthorizationPolicy says; empty when its action is none that istiod knows. */
    Optional<AuthorizationPolicy> read(Resource policy) {
        Optional<AuthorizationPolicy> known = read.get(policy);
        return known == null ? reader.read(policy) : known;
    }

    private Stream<String> namespaces(Chosen pod) {
        return Stream.of(root, pod.namespace).distinct();
    }

    /** The rules of a RequestAuthentication. */
    List<JwtRule> rules(Resource authentication) {
        return tokenRules.of(authentication);
    }

    private List<JwtRule> readRules(Resource authentication) {
        List<Node> rules = authentication.spec().get("jwtRules").elements();
        List<JwtRule> read = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            read.add(JwtRule.read(rules.get(i), new FieldRef(authentication.ref(), "spec.jwtRules[" + i + "]"), keys, now));
        }
        return read;
    }

    /** The policies that are for a pod, those of the root namespace first, each namespace's in the order of their age. */
    private Stream<Resource> attached(Map<String, List<Resource>> all, SelectorIndex<Resource> bySelector, Chosen pod) {
        String gateway = pod.labels.get(ManagedGateway.NAME_LABEL);
        return namespaces(pod).flatMap(n -> gateway == null ? bySelector.selecting(n, pod.labels).stream()
                : all.getOrDefault(n, List.of()).stream().filter(p -> attached(p, pod, gateway)));
    }

    private boolean attached(Resource policy, Chosen pod, String gateway) {
        List<Node> targets = targets(policy.spec());
        return targets.isEmpty()
                ? selectorsForGateways && Labels.match(Resource.texts(policy.spec().get("selector").get("matchLabels")), pod.labels)
                : policy.ref().namespace().equals(pod.namespace) && targets.stream().anyMatch(t -> names(t, gateway, pod.namespace));
    }

    private static List<Node> targets(Node spec) {
        List<Node> several = spec.get("targetRefs").elements();
        return !several.isEmpty() ? several : spec.get("targetRef").isPresent() ? List.of(spec.get("targetRef")) : List.of();
    }

    private static boolean names(Node target, String gateway, String namespace) {
        return target.text("kind").equals("Gateway") && target.text("group").equals(Kind.KUBERNETES_GATEWAY.group())
                && target.text("name").equals(gateway)
                && (target.text("namespace").isEmpty() || target.text("namespace").equals(namespace));
    }
}
