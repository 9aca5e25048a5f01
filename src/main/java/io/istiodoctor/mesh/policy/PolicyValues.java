package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The values that a condition of an AuthorizationPolicy compares with something of a request: those of one field. */
public final class PolicyValues implements Subject {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private final PolicyUse use;
    private final PolicyCondition condition;
    private final boolean negative;
    private final Surroundings surroundings;

    /** What values cannot know by themselves. */
    record Surroundings(Callers callers, Entrances entrances) {}

    PolicyValues(PolicyUse use, PolicyCondition condition, boolean negative, Surroundings surroundings) {
        this.use = use;
        this.condition = condition;
        this.negative = negative;
        this.surroundings = surroundings;
    }

    /** Every field of a policy that has values. */
    static List<PolicyValues> of(PolicyUse use, Surroundings surroundings) {
        List<PolicyValues> found = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        use.policy().rules()
                .forEach(rule -> List.of(rule.sources(), rule.operations()).forEach(sides -> sides.forEach(side -> side.forEach(c -> {
                    if (!c.values().isEmpty() && seen.add(c.at().path())) {
                        found.add(new PolicyValues(use, c, false, surroundings));
                    }
                    if (!c.notValues().isEmpty() && seen.add(c.notAt().path())) {
                        found.add(new PolicyValues(use, c, true, surroundings));
                    }
                }))));
        return found;
    }

    @Override
    public Resource resource() {
        return use.resource();
    }

    @Override
    public String path() {
        return (negative ? condition.notAt() : condition.at()).path();
    }

    /** The policy. */
    @SeenByRules
    public PolicyUse policy() {
        return use;
    }

    /** The field, as manifests call it: paths, notPaths, namespaces and so on. */
    @SeenByRules
    public String field() {
        String path = path();
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The values. */
    @SeenByRules
    public List<String> values() {
        return negative ? condition.notValues() : condition.values();
    }

    private List<String> of(Attribute attribute) {
        return condition.attribute() == attribute ? values() : List.of();
    }

    /** Methods that no request has: the comparison minds letter case. */
    @SeenByRules
    public List<String> unknownMethods() {
        return of(Attribute.METHOD).stream().filter(m -> METHODS.stream().noneMatch(known -> TextPattern.matches(m, known))
                && (m.contains("*") || METHODS.contains(m.toUpperCase(Locale.ROOT)))).toList();
    }

    /** The values in upper case. */
    @SeenByRules
    public List<String> upperCase() {
        return values().stream().map(v -> v.toUpperCase(Locale.ROOT)).toList();
    }

    /** Paths with a star that stands for itself: it means something at the ends only, and in braces. */
    @SeenByRules
    public List<String> literalStars() {
        return of(Attribute.PATH).stream().filter(p -> !p.contains("{") && p.length() > 2 && p.substring(1, p.length() - 1).contains("*"))
                .toList();
    }

    /** The values with stars that stand for one segment each, as a template of paths writes them. */
    @SeenByRules
    public List<String> asTemplates() {
        return values().stream().map(v -> literalStars().contains(v) ? v.replace("*", "{*}") : v).toList();
    }

    /** Paths that no request has: paths begin with a slash and have no query. */
    @SeenByRules
    public List<String> impossiblePaths() {
        return of(Attribute.PATH).stream().filter(p -> p.contains("?") || !p.startsWith("/") && !p.startsWith("*") && !p.startsWith("{"))
                .toList();
    }

    /** The values as they must be written to be met: with a slash in front, without a query. */
    @SeenByRules
    public List<String> possiblePaths() {
        return values().stream().map(v -> v.startsWith("/") || v.startsWith("*") || v.startsWith("{") ? v : "/" + v)
                .map(v -> v.contains("?") ? v.substring(0, v.indexOf('?')) : v).toList();
    }

    /** Identities that no client has: with a scheme, as Kubernetes writes them, or without one of their parts. A token's is ISSUER/SUBJECT. */
    @SeenByRules
    public List<String> impossiblePrincipals() {
        return Stream.concat(of(Attribute.PRINCIPAL).stream().filter(p -> !WrittenPrincipal.client(p).equals(p)),
                of(Attribute.REQUEST_PRINCIPAL).stream().filter(p -> !WrittenPrincipal.token(p).equals(p))).toList();
    }

    /** The values as they must be written to be met: clients as TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT, tokens as ISSUER/SUBJECT. */
    @SeenByRules
    public List<String> possiblePrincipals() {
        return values().stream().map(condition.attribute() == Attribute.PRINCIPAL ? WrittenPrincipal::client : WrittenPrincipal::token)
                .toList();
    }

    /** Namespaces that do not exist. */
    @SeenByRules(certainty = "namespaceAbsence")
    public List<String> unknownNamespaces() {
        return negative ? List.of() : of(Attribute.NAMESPACE).stream().filter(n -> !surroundings.callers.namespaceExists(n)).toList();
    }

    /** The namespace that was most likely meant. */
    @SeenByRules
    public Optional<String> nearestNamespace() {
        return unknownNamespaces().stream().findFirst().flatMap(surroundings.callers::nearestNamespace);
    }

    /** What it means that a namespace was not read: certain, inferred or unknown. */
    @SeenByRules
    public Certainty namespaceAbsence() {
        return surroundings.callers.namespaceAbsence();
    }

    /** Clients that are meant, of which none has an identity, because no proxy runs beside it. */
    @SeenByRules
    public Optional<PlainCaller> plainCaller() {
        return negative ? Optional.empty()
                : values().stream().flatMap(v -> surroundings.callers.plain(condition.attribute(), v, namespace()).stream()
                        .map(w -> new PlainCaller(v, w))).findFirst();
    }

    /**
     * A client without an identity.
     *
     * @param value by which the policy means it
     * @param workload a pod of it
     */
    public record PlainCaller(@SeenByRules String value, @SeenByRules Workload workload) {}

    /** Whether it looks at the client's identity, which only mTLS tells. */
    @SeenByRules
    public boolean identity() {
        return Callers.IDENTITY.contains(condition.attribute());
    }

    /** A workload of the policy that takes plain text only, so that nobody has an identity there. */
    @SeenByRules
    public Optional<PlainServer> plainServer() {
        return identity() && !negative ? surroundings.callers.plainServer(use.scope().workloads()) : Optional.empty();
    }

    /** Hosts without a port that no value with one stands beside: a request that names the port passes them by. */
    @SeenByRules
    public List<String> hostsAlone() {
        return of(Attribute.HOST).stream().filter(h -> !h.contains(":") && !h.endsWith("*") && !values().contains(h + ":*")).toList();
    }

    /** The values, with one for any port beside each of {@link #hostsAlone()}. */
    @SeenByRules
    public List<String> withPorts() {
        Set<String> all = new LinkedHashSet<>(values());
        hostsAlone().forEach(h -> all.add(h + ":*"));
        return List.copyOf(all);
    }

    /** Whether requests that do not fit are the ones that get through: what is denied, or what is excepted from being allowed. */
    @SeenByRules
    public boolean missingOpens() {
        return use.action().equals("DENY") && !negative || use.action().equals("ALLOW") && negative;
    }

    /** A workload of the policy behind a gateway, where the source of every connection is the gateway; empty where no source address is compared. */
    @SeenByRules
    public Optional<Workload> behindGateway() {
        return of(Attribute.SOURCE_IP).isEmpty() ? Optional.empty() : surroundings.entrances.behind(use.scope().workloads())
                .filter(w -> surroundings.entrances.gateways().stream().map(Workload::podIP).noneMatch(ip -> !ip.isEmpty()
                        && values().stream().anyMatch(v -> AddressBlock.contains(v, ip))));
    }

    /** The Service of a gateway of the policy that hides where clients come from; empty where no such address is compared. */
    @SeenByRules
    public Optional<Service> hidingService() {
        boolean source = !of(Attribute.SOURCE_IP).isEmpty();
        return source || !of(Attribute.REMOTE_IP).isEmpty() ? surroundings.entrances.hiding(use.scope().workloads(), source)
                : Optional.empty();
    }
}
