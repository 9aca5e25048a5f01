package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.model.FieldRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What RequestAuthentications make of a request (convertToEnvoyJwtConfig of Istio, jwt_authn of Envoy): a request without a token passes, one with a
 * token that no rule takes does not.
 *
 * @param rules those of all RequestAuthentications that hold at the proxy
 */
record TokenCheck(List<JwtRule> rules) {
    // What browsers ask beforehand carries no token, and is let through (bypass_cors_preflight).
    TokenState of(PolicyFacts facts) {
        if (rules.isEmpty() || facts.request().filter(r -> !r.preflight()).isEmpty()) {
            return TokenState.absent();
        }
        return switch (facts.token()) {
            case Token.AsSent sent -> sent(facts.request().orElseThrow());
            case Token.Claiming claiming -> claiming(claiming.claims());
            case Token.Taken(FieldRef by) -> new TokenState.Absent(Optional.of(by));
            case Token.Unknown unknown -> new TokenState.Unclear(List.of(new Ground(rules.getFirst().origin(), unknown.why())));
        };
    }

    /**
     * What the next proxy sees of the token of a request that is let through: a rule takes the token that it has found good out of its header unless
     * it is told to keep it (forwardOriginalToken).
     */
    Token behind(Request request, Token token) {
        Optional<JwtRule> by = switch (token) {
            case Token.Claiming(Claims claims) -> rules.stream().filter(r -> r.issuer().equals(claims.issuer())).findFirst();
            case Token.AsSent sent -> rules.stream()
                    .filter(r -> r.token(request).flatMap(WrittenToken::read).filter(c -> c.issuer().equals(r.issuer())).isPresent())
                    .findFirst();
            case Token.Taken taken -> Optional.empty();
            case Token.Unknown unknown -> Optional.empty();
        };
        return by.filter(r -> !r.forward() && !r.headers().isEmpty()).<Token>map(r -> new Token.Taken(r.origin())).orElse(token);
    }

    private TokenState claiming(Claims claims) {
        List<JwtRule> fitting = rules.stream().filter(r -> r.issuer().equals(claims.issuer())).toList();
        if (fitting.isEmpty()) {
            return rules.stream().filter(JwtRule::looksAtBearer).findFirst().<TokenState>map(r -> refused(r, claims))
                    .orElse(TokenState.absent());
        }
        Optional<JwtRule> keyless = fitting.stream().filter(r -> !r.keysTrouble().isEmpty()).findFirst();
        if (keyless.isPresent()) {
            return keyless(keyless.get());
        }
        return audience(fitting, claims);
    }

    // istiod hands out keys that fit no token where it cannot fetch any.
    private static TokenState keyless(JwtRule rule) {
        return new TokenState.Refused(rule.origin().child("jwksUri"), 401, "there are no keys to check it with: " + rule.keysTrouble());
    }

    private static TokenState refused(JwtRule rule, Claims claims) {
        return new TokenState.Refused(rule.origin().child("issuer"), 401, "no rule takes tokens of the issuer "
                + (claims.issuer().isEmpty() ? "that names none" : claims.issuer()));
    }

    private static TokenState checked(JwtRule rule, String token, Claims claims) {
        return switch (rule.written().map(k -> k.check(token, claims)).orElse(SigningKeys.Verdict.UNSEEN)) {
            case GOOD -> audience(List.of(rule), claims);
            case OUT_OF_TIME -> new TokenState.Refused(rule.origin(), 401, "the token is out of its time");
            case BADLY_SIGNED -> new TokenState.Refused(rule.origin().child("jwks"), 401, "the token is signed with none of the keys");
            case UNSEEN ->
                    new TokenState.Unclear(List.of(new Ground(rule.origin(), "whether the token is signed with a key of " + rule.issuer()
                            + " and still in its time")));
        };
    }

    private static TokenState audience(List<JwtRule> fitting, Claims claims) {
        return fitting.stream().filter(r -> r.audiences().isEmpty() || claims.audiences().stream().anyMatch(r.audiences()::contains))
                .findFirst()
                .<TokenState>map(r -> new TokenState.Verified(claims, r)).orElseGet(() -> new TokenState.Refused(
                        fitting.getFirst().origin().child("audiences"), 403, "none of the token's audiences is listed"));
    }

    private TokenState sent(Request request) {
        List<Ground> open = new ArrayList<>();
        Optional<TokenState> refused = Optional.empty();
        for (JwtRule rule : rules) {
            Optional<String> token = rule.token(request);
            if (token.isEmpty()) {
                continue;
            }
            Optional<Claims> claims = WrittenToken.read(token.get());
            if (claims.isEmpty()) {
                refused = refused.or(() -> Optional.of(new TokenState.Refused(rule.origin(), 401, "what the request carries is no token")));
            } else if (!claims.get().issuer().equals(rule.issuer())) {
                refused = refused.or(() -> Optional.of(refused(rule, claims.get())));
            } else if (!rule.keysTrouble().isEmpty()) {
                refused = refused.or(() -> Optional.of(keyless(rule)));
            } else {
                TokenState checked = checked(rule, token.get(), claims.get());
                switch (checked) {
                    case TokenState.Unclear unclear -> open.addAll(unclear.open());
                    case TokenState.Refused no -> refused = refused.or(() -> Optional.of(no));
                    default -> {
                        return checked;
                    }
                }
            }
        }
        return open.isEmpty() ? refused.orElse(TokenState.absent()) : new TokenState.Unclear(open);
    }
}
