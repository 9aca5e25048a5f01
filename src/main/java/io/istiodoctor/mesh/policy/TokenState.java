package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.FieldRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What RequestAuthentications make of the token that comes with a request. */
sealed interface TokenState {
    /**
     * There is none, or nothing looks for it.
     *
     * @param taken the rule by which the proxy before took it out of the request
     */
    record Absent(Optional<FieldRef> taken) implements TokenState {}

    /** It is good. */
    record Verified(Claims claims, JwtRule by) implements TokenState {}

    /**
     * It is refused.
     *
     * @param status 401, or 403 where only its audience is not taken
     */
    record Refused(FieldRef by, int status, String why) implements TokenState {}

    /** That is not known. */
    record Unclear(List<Ground> open) implements TokenState {}

    /** No token. */
    static TokenState absent() {
        return new Absent(Optional.empty());
    }

    /** Whether a condition on the token's claims holds. */
    default Answer judge(PolicyCondition condition, List<String> values, Ground none) {
        return switch (this) {
            case Verified verified -> fits(condition, values, verified.claims()) ? Answer.yes() : new Answer.No(List.of(none));
            case Unclear unclear -> new Answer.Open(unclear.open());
            case Absent(Optional<FieldRef> taken) when taken.isPresent() -> new Answer.No(List.of(new Ground(condition.at(),
                    taken.get().object() + " has taken the token out of the request before (it does not say forwardOriginalToken: true)")));
            default -> new Answer.No(
                    List.of(new Ground(condition.at(), "the request has no token that a RequestAuthentication has verified")));
        };
    }

    private static boolean fits(PolicyCondition condition, List<String> values, Claims claims) {
        Predicate<String> listed = text -> values.stream().anyMatch(v -> TextPattern.matches(v, text));
        return switch (condition.attribute()) {
            case REQUEST_PRINCIPAL -> values.stream().anyMatch(v -> RequestPrincipal.matches(v, claims.text("iss"), claims.text("sub")));
            case AUDIENCES -> claims.audiences().stream().anyMatch(listed);
            case PRESENTER -> claims.texts(List.of("azp")).stream().anyMatch(listed);
            default -> claims.texts(List.of(condition.name().split("\\]\\["))).stream().anyMatch(listed);
        };
    }
}
