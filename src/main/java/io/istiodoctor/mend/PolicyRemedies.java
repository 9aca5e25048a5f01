package io.istiodoctor.mend;

import io.istiodoctor.mesh.policy.PolicyDecision.Cause;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.Obstacle.Denied;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** AuthorizationPolicies that let this one request pass and keep the rest as it is. All of it weakens: who may do what is for a person to say. */
final class PolicyRemedies {
    private static final int COST = 4;

    private final Site site;

    PolicyRemedies(Site site) {
        this.site = site;
    }

    Stream<Remedy> opened(Denied met) {
        Optional<Resource> policy = site.resource(met.by());
        return policy.stream().flatMap(p -> met.cause().filter(c -> c == Cause.RULE).isPresent() ? spared(p, met.by().path()).stream()
                : met.cause().filter(c -> c == Cause.NOT_ALLOWED).isPresent() ? allowed(p) : Stream.empty());
    }

    /** One rule more: for the client alone where its proxy shows who it is, else for whoever asks the same. */
    private Stream<Remedy> allowed(Resource policy) {
        List<Remedy> all = new ArrayList<>();
        site.client().filter(Workload::sidecar)
                .ifPresent(c -> all.add(allowed(policy, Optional.of("*/ns/" + c.namespace() + "/sa/" + c.serviceAccount()), COST)));
        all.add(allowed(policy, Optional.empty(), COST + 1));
        return all.stream();
    }

    private Remedy allowed(Resource policy, Optional<String> principal, int cost) {
        Map<String, Object> rule = new LinkedHashMap<>();
        principal.ifPresent(p -> rule.put("from", List.of(Map.of("source", Map.of("principals", List.of(p))))));
        rule.put("to",
                List.of(Map.of("operation",
                        site.http() ? Edits.fields("methods", List.of(site.request().method()), "paths", List.of(site.request().path()))
                                : Map.of("ports", List.of(String.valueOf(site.request().port()))))));
        String what = site.http() ? site.request().method() + " " + site.request().path() : "connections to port " + site.request().port();
        return new Remedy("Let " + policy.ref() + " allow " + what + principal.map(p -> " to " + p).orElse(" to everybody"),
                Edits.of(policy).append("spec.rules", rule).change(), cost, true);
    }

    /** The rule that denies goes on denying everything but this path. */
    private Optional<Remedy> spared(Resource policy, String path) {
        if (!site.http()) {
            return Optional.empty();
        }
        Node rule = FieldPath.parse(path).in(policy.root());
        String asked = site.request().path();
        Edits edits = Edits.of(policy);
        List<Node> operations = rule.get("to").elements();
        for (int i = 0; i < operations.size(); i++) {
            edits.append(path + ".to[" + i + "].operation.notPaths", asked);
        }
        if (operations.isEmpty()) {
            edits.append(path + ".to", Map.of("operation", Map.of("notPaths", List.of(asked))));
        }
        return Optional
                .of(new Remedy("Let " + policy.ref() + " deny everything but " + asked + " (" + path.replaceFirst("^spec\\.", "") + ")",
                        edits.change(), COST, true));
    }
}
