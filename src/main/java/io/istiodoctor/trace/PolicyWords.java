package io.istiodoctor.trace;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.mesh.policy.Ground;
import io.istiodoctor.mesh.policy.PolicyDecision.Allowed;
import io.istiodoctor.mesh.policy.PolicyDecision.Denied;
import io.istiodoctor.mesh.policy.PolicyDecision.TokenRefused;
import io.istiodoctor.mesh.policy.PolicyDecision.Undecided;
import io.istiodoctor.mesh.policy.PolicyDecision;
import io.istiodoctor.trace.Outcome.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What policies decided, as a step of the way. */
final class PolicyWords {
    private static final Outcome DENIED = new Status(403, "", "(RBAC: access denied)");

    private PolicyWords() {}

    /**
     * The decision as one of the way.
     *
     * @param next what follows where it passes
     * @param cut what the client sees where a connection is denied, of which the proxy sees no requests; empty where it sees requests
     */
    static <T> Decision<T> decide(PolicyDecision decision, Stage stage, T next, Optional<Outcome> cut) {
        return switch (decision) {
            case Allowed allowed -> allowed.by().isEmpty() ? Decision.onward(next)
                    : Decision.onward(next, step(stage, allowed.by().get(), HopStatus.OK,
                            allowed.by().get().object() + " allows it" + rule(allowed.by().get()) + "."));
            case Denied denied -> Decision.brokenBefore(next, cut.orElse(DENIED),
                    step(stage, denied.by(), HopStatus.BROKEN,
                            words(denied)).because(new Obstacle.Denied(denied.by(), Optional.of(denied.cause()))));
            case TokenRefused refused -> Decision.brokenBefore(next, new Status(refused.status(), "", "(the token is refused)"),
                    step(stage, refused.by(), HopStatus.BROKEN,
                            refused.by().object() + " refuses the token: " + refused.why() + ".")
                            .because(new Obstacle.Denied(refused.by(), Optional.empty())));
            case Undecided undecided ->
                    Decision.brokenBefore(next, new Outcome.MayEnd(List.of(cut.orElse(DENIED))),
                            step(stage, undecided.open().getFirst().at(), HopStatus.UNKNOWN,
                                    undecided.open().getFirst().at().object() + " may deny it: " + grounds(undecided.open()) + "."));
        };
    }

    private static String words(Denied denied) {
        ObjectRef policy = denied.by().object();
        String why = denied.why().isEmpty() ? "" : ": " + grounds(denied.why());
        return switch (denied.cause()) {
            case RULE -> policy + " denies it" + rule(denied.by()) + ".";
            case NOT_ALLOWED -> notAllowed(denied, policy, why);
            case PROVIDER_UNUSABLE -> policy + " leaves the decision to a provider that cannot be asked, so that it is denied" + why + ".";
        };
    }

    private static String notAllowed(Denied denied, ObjectRef policy, String why) {
        Map<ObjectRef, List<Ground>> byPolicy = denied.why().stream()
                .collect(Collectors.groupingBy(g -> g.at().object(), LinkedHashMap::new, Collectors.toList()));
        return byPolicy.size() < 2 ? "No rule of " + policy + " allows it" + why + "."
                : "No policy allows it: " + byPolicy.entrySet().stream().limit(3).map(e -> e.getKey() + ": " + grounds(e.getValue()))
                        .collect(Collectors.joining("; ")) + ".";
    }

    private static String rule(FieldRef by) {
        return by.path().isEmpty() ? "" : " (" + by.path().replaceFirst("^spec\\.", "") + ")";
    }

    private static String grounds(List<Ground> grounds) {
        return grounds.stream().map(Ground::words).distinct().limit(3).collect(Collectors.joining("; "));
    }

    private static Step step(Stage stage, FieldRef by, HopStatus status, String message) {
        return new Step(stage, Optional.of(by.object()), status, message, List.of(Step.deep(by.object(), "")));
    }
}
