package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.TextMatch;
import io.istiodoctor.mesh.route.Delegation;
import io.istiodoctor.mesh.route.RouteRule;
import io.istiodoctor.mesh.route.VirtualServiceRule;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.RouteSet.Domain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which rules count for a host on a server, in the order in which the proxy tries them (E3). */
final class Routes {
    /**
     * A rule under one of its conditions, for one domain of a server.
     *
     * @param server empty inside the mesh
     */
    record Candidate(RouteSet set, RouteRule rule, Condition condition, Domain domain, Optional<Server> server) {}

    private static final List<Kind> GATEWAY_API = List.of(Kind.HTTP_ROUTE, Kind.GRPC_ROUTE, Kind.TLS_ROUTE, Kind.TCP_ROUTE);

    private final Mesh mesh;
    private final Map<String, List<RouteSet>> byParent = new HashMap<>();
    private final Map<ObjectRef, RouteSet> virtualServices = new LinkedHashMap<>();

    Routes(Mesh mesh) {
        this.mesh = mesh;
        mesh.virtualServices().stream().filter(v -> !mesh.excluded(v.namespace())).sorted(Comparator.comparing(v -> v.resource(), Age.OLDEST_FIRST))
                .map(v -> RouteSet.of(v, mesh.directory())).forEach(set -> {
                    virtualServices.put(set.owner().ref(), set);
                    index(set);
                });
        for (Kind kind : GATEWAY_API) {
            mesh.directory().all(kind).stream().sorted(Age.OLDEST_FIRST).map(r -> KubernetesRoutes.of(kind, r)).forEach(this::index);
        }
        mesh.directory().all(Kind.INGRESS).stream().sorted(Age.OLDEST_FIRST).flatMap(i -> KubernetesRoutes.ofIngress(i).stream())
                .forEach(this::index);
    }

    private void index(RouteSet set) {
        new HashSet<>(set.parents().stream().map(RouteSet.Parent::gateway).toList())
                .forEach(g -> byParent.computeIfAbsent(g, any -> new ArrayList<>()).add(set));
    }

    /** VirtualServices in the order of their age. */
    List<RouteSet> virtualServices() {
        return List.copyOf(virtualServices.values());
    }

    /** Everything attached to the server that its pods may see. */
    List<RouteSet> on(Server server) {
        String namespace = server.istio().flatMap(s -> s.gateway().workloadNamespaces().stream().findFirst())
                .orElse(server.ref().namespace());
        return byParent.getOrDefault(server.qualifiedName(), List.of()).stream().filter(r -> r.parent(server).isPresent())
                .filter(r -> r.kind() != Kind.VIRTUAL_SERVICE
                        || mesh.directory().visible(Kind.VIRTUAL_SERVICE, r.owner(), namespace)).toList();
    }

    /** The domain of these servers that a host belongs to: the most specific that covers it. */
    Optional<String> domainOf(List<Server> servers, String host) {
        Set<String> domains = new HashSet<>();
        servers.forEach(s -> on(s).forEach(r -> r.domains(s).forEach(d -> domains.add(d.name()))));
        return domains.stream().filter(d -> d.equals("*") || HostPattern.covers(d, host)).max(HostPattern.BY_SPECIFICITY);
    }

    /** The rules of those domains that are wanted, each domain's in the order in which they are tried. */
    List<Candidate> candidates(List<Server> servers, String section, Predicate<Domain> wanted) {
        Bucket bucket = new Bucket();
        servers.forEach(s -> on(s).forEach(set -> set.domains(s).stream().filter(wanted).findFirst()
                .ifPresent(d -> bucket.add(set, section, d, s))));
        return bucket.ordered();
    }

    /** The rules of every domain of these servers, by domain, in one pass over what is attached to them. */
    Map<String, List<Candidate>> byDomain(List<Server> servers, String section) {
        Map<String, Bucket> buckets = new LinkedHashMap<>();
        servers.forEach(s -> on(s).forEach(set -> set.domains(s).forEach(
                d -> buckets.computeIfAbsent(d.name(), any -> new Bucket()).add(set, section, d, s))));
        Map<String, List<Candidate>> byDomain = new LinkedHashMap<>();
        buckets.forEach((name, bucket) -> byDomain.put(name, bucket.ordered()));
        return byDomain;
    }

    /** The rules of one domain while they are collected; a VirtualService counts once, however many servers have it. */
    private final class Bucket {
        private final List<Candidate> first = new ArrayList<>();
        private final List<Candidate> catchAll = new ArrayList<>();
        private final Set<ObjectRef> seen = new HashSet<>();

        void add(RouteSet set, String section, Domain domain, Server server) {
            if (set.kind() == Kind.INGRESS || seen.add(set.owner().ref())) {
                Routes.this.add(set, section, domain, Optional.of(server), first, catchAll);
            }
        }

        List<Candidate> ordered() {
            List<Candidate> all = new ArrayList<>(first);
            all.addAll(catchAll);
            return all.stream().anyMatch(c -> c.set().kind() != Kind.VIRTUAL_SERVICE)
                    ? all.stream().sorted(BY_SPECIFICITY).toList() : all;
        }
    }

    /** The rules of one VirtualService, for a client inside the mesh. */
    List<Candidate> candidates(RouteSet set, String section, Domain domain) {
        List<Candidate> ordered = new ArrayList<>();
        List<Candidate> catchAll = new ArrayList<>();
        add(set, section, domain, Optional.empty(), ordered, catchAll);
        ordered.addAll(catchAll);
        return ordered;
    }

    // Exact paths, then the longest, then the method, then more headers and parameters: the Gateway API's precedence.
    private static final Comparator<Candidate> BY_SPECIFICITY = Comparator
            .comparing((Candidate c) -> c.condition().uri().manner() != TextMatch.Manner.EXACT)
            .thenComparing(c -> -c.condition().uri().value().length())
            .thenComparing(c -> c.condition().fields().stream().noneMatch(f -> f.part() == FieldMatch.Part.METHOD))
            .thenComparing(c -> -c.condition().fields().size());

    // At a gateway a VirtualService ends at its own catch-all; those of all VirtualServices stand behind everything else.
    private void add(RouteSet set, String section, Domain domain, Optional<Server> server, List<Candidate> ordered,
            List<Candidate> catchAll) {
        for (RouteRule rule : expand(set, set.section(section))) {
            for (Condition condition : rule.any()) {
                Candidate candidate = new Candidate(set, rule, condition, domain, server);
                boolean last = section.equals("http") && set.virtualService().isPresent() && condition.catchAll();
                if (last && server.flatMap(Server::istio).filter(condition::holdsAt).isPresent()) {
                    catchAll.add(candidate);
                    return;
                }
                ordered.add(candidate);
            }
        }
    }

    /** Rules that delegate are replaced by those of the VirtualService they name; without one they vanish. */
    private List<RouteRule> expand(RouteSet set, List<RouteRule> rules) {
        if (set.virtualService().isEmpty() || rules.stream().noneMatch(r -> r.node().get("delegate").isPresent())) {
            return rules;
        }
        List<RouteRule> expanded = new ArrayList<>();
        for (RouteRule rule : rules) {
            if (!rule.node().get("delegate").isPresent()) {
                expanded.add(rule);
                continue;
            }
            set.virtualService().flatMap(v -> v.ruleAt(rule.path())).flatMap(VirtualServiceRule::delegation)
                    .ifPresent(d -> expanded.addAll(handedOn(rule, d)));
        }
        return expanded;
    }

    // What does not fit makes istiod drop the rule, or those of the delegate's conditions that lie outside.
    private List<RouteRule> handedOn(RouteRule rule, Delegation delegation) {
        RouteSet delegate = delegation.delegate().map(d -> virtualServices.get(d.resource().ref())).orElse(null);
        if (delegate == null || !List.of("", "match").contains(delegation.problem())) {
            return List.of();
        }
        return delegate.http().stream().map(inner -> new RouteRule(inner.owner(), inner.path(),
                both(rule.any(), inner.any().stream().filter(delegation::keeps).toList()), inner.node())).filter(r -> !r.any().isEmpty()).toList();
    }

    private static List<Condition> both(List<Condition> outer, List<Condition> inner) {
        List<Condition> both = new ArrayList<>();
        for (Condition o : outer) {
            for (Condition i : inner) {
                List<FieldMatch> fields = new ArrayList<>(o.fields());
                fields.addAll(i.fields());
                // A delegate's path must lie within the root's, so that the narrower alone decides.
                TextMatch uri = i.uri().manner() == TextMatch.Manner.ANY ? o.uri() : i.uri();
                both.add(new Condition(i.path(), uri, fields, List.of(), o.gateways(), Math.max(o.port(), i.port()), o.source()));
            }
        }
        return both;
    }
}
