package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.match.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Judges conditions of AuthorizationPolicies by what is known of a request (authz/model/generator.go of Istio).
 *
 * @param tokenRules those that were applied to the request; none where they have not been yet
 * @param namespace of the policy, which service accounts without a namespace are in
 */
record ConditionJudge(PolicyFacts facts, TokenState token, List<JwtRule> tokenRules, TrustDomains trust, String namespace) {
    /**
     * Whether a condition holds. What cannot be asked of a connection, or of any value, is left out where a policy denies; rules that allow do not
     * come here with such conditions.
     */
    Answer judge(PolicyCondition condition) {
        List<Answer> sides = new ArrayList<>();
        List<String> values = askable(condition, condition.values());
        List<String> notValues = askable(condition, condition.notValues());
        if (!values.isEmpty()) {
            sides.add(any(condition, values, new Ground(condition.at(), words(condition) + " is none of " + listed(values))));
        }
        if (!notValues.isEmpty()) {
            Ground excluded = new Ground(condition.notAt(), words(condition) + " is one of " + listed(notValues));
            sides.add(any(condition, notValues, excluded).not(excluded));
        }
        return Answer.all(sides);
    }

    /** Why a condition cannot be asked here, so that a rule that allows is left out with it; empty when it can be. */
    Optional<Ground> unaskable(PolicyCondition condition) {
        List<String> all = new ArrayList<>(condition.values());
        all.addAll(condition.notValues());
        if (all.isEmpty() || askable(condition, all).size() == all.size()) {
            return Optional.empty();
        }
        return Optional.of(new Ground(condition.at(), condition.attribute().http() && !facts.http()
                ? "the " + condition.attribute().words() + " is not to be seen in a TCP connection" : "a value cannot be read"));
    }

    private List<String> askable(PolicyCondition condition, List<String> values) {
        Attribute attribute = condition.attribute();
        if (attribute.http() && !facts.http()) {
            return List.of();
        }
        boolean named = attribute == Attribute.HEADER || attribute == Attribute.CLAIM || attribute == Attribute.ENVOY_FILTER;
        if (named && condition.name().isEmpty()) {
            return List.of();
        }
        return switch (attribute) {
            case SOURCE_IP, REMOTE_IP, DESTINATION_IP -> values.stream().filter(AddressBlock::readable).toList();
            case PORT -> values.stream().filter(v -> v.matches("\\d{1,5}") && Integer.parseInt(v) <= 65535).toList();
            default -> values;
        };
    }

    private Answer any(PolicyCondition condition, List<String> values, Ground none) {
        Predicate<Predicate<String>> some = test -> values.stream().anyMatch(test);
        Optional<Request> request = facts.request();
        return switch (condition.attribute()) {
            case PRINCIPAL -> peer(condition, p -> some.test(v -> trust.principals(v).stream().anyMatch(w -> TextPattern.matches(w, p))));
            case NAMESPACE -> peer(condition, p -> some.test(v -> Identity.inNamespace(p, v)));
            case ACCOUNT -> peer(condition, p -> some.test(v -> Identity.ofAccount(p, v, namespace)));
            case TRUST_DOMAIN ->
                    peer(condition, p -> some.test(v -> trust.domains(v).stream().anyMatch(d -> Identity.inTrustDomain(p, d))));
            case SOURCE_IP -> address(condition, facts.source(), values, none);
            case REMOTE_IP -> address(condition, facts.client(), values, none);
            case DESTINATION_IP -> address(condition, facts.destination(), values, none);
            case PORT -> known(some.test(v -> Long.parseLong(v) == facts.port()), none);
            case SNI -> known(some.test(v -> TextPattern.matches(v, facts.sni())), none);
            case HOST -> known(request.filter(r -> some.test(v -> TextPattern.matchesIgnoringCase(v, r.authority()))).isPresent(), none);
            case METHOD -> known(request.filter(r -> some.test(v -> TextPattern.matches(v, r.method()))).isPresent(), none);
            case PATH -> known(request.filter(r -> some.test(v -> PathPattern.matches(v, r.path()))).isPresent(), none);
            case HEADER -> header(condition, values, none);
            case REQUEST_PRINCIPAL, AUDIENCES, PRESENTER, CLAIM -> token.judge(condition, values, none);
            case ENVOY_FILTER -> open(condition, "what the filter " + condition.name() + " says");
            case UNREADABLE -> open(condition, "field " + condition.name() + ", which is not known here");
        };
    }

    private Answer peer(PolicyCondition condition, Predicate<String> fits) {
        return switch (facts.peer()) {
            case Peer.Certified peer -> known(fits.test(peer.principal()), new Ground(condition.at(),
                    "the client is " + peer.principal() + ", whose " + condition.attribute().words().replace("client's ", "")
                            + " is not listed"));
            case Peer.Anonymous none ->
                    new Answer.No(List.of(new Ground(condition.at(), "the client shows no certificate, so that it has no identity")));
            case Peer.Unknown unknown -> open(condition, unknown.why());
        };
    }

    private static Answer address(PolicyCondition condition, Address address, List<String> values, Ground none) {
        return switch (address) {
            case Address.Known known -> known(values.stream().anyMatch(v -> AddressBlock.contains(v, known.ip())), none);
            case Address.Unknown unknown -> open(condition, unknown.why());
        };
    }

    private Answer header(PolicyCondition condition, List<String> values, Ground none) {
        SeenHeaders headers = new SeenHeaders(facts.request().orElseThrow(), tokenRules, token);
        Optional<String> value = headers.value(condition.name());
        if (headers.open(condition.name())) {
            return open(condition, "header " + condition.name() + ", which clients and proxies write themselves");
        }
        return known(value.filter(v -> values.stream().anyMatch(w -> w.equals("*") || TextPattern.matches(w, v))).isPresent(), none);
    }

    private static Answer known(boolean yes, Ground none) {
        return yes ? Answer.yes() : new Answer.No(List.of(none));
    }

    private static Answer open(PolicyCondition condition, String why) {
        return new Answer.Open(List.of(new Ground(condition.at(), why)));
    }

    private String words(PolicyCondition condition) {
        String name = condition.name().isEmpty() ? "" : " " + condition.name();
        String value = switch (condition.attribute()) {
            case SOURCE_IP -> value(facts.source());
            case REMOTE_IP -> value(facts.client());
            case DESTINATION_IP -> value(facts.destination());
            case PORT -> " " + facts.port();
            case SNI -> " " + facts.sni();
            case HOST -> facts.request().map(r -> " " + r.authority()).orElse("");
            case METHOD -> facts.request().map(r -> " " + r.method()).orElse("");
            case PATH -> facts.request().map(r -> " " + r.path()).orElse("");
            default -> "";
        };
        return "the " + condition.attribute().words() + name + value;
    }

    private static String value(Address address) {
        return address instanceof Address.Known known ? " " + known.ip() : "";
    }

    private static String listed(List<String> values) {
        return String.join(", ", values);
    }
}
