package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.SyntaxError;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;

/**
 * The token that a kubeconfig user's {@code auth-provider} has stored. An expired one is not refreshed: that may invalidate the
 * stored refresh token, and writing a new one into the user's kubeconfig is not for a tool that only reads.
 */
record StoredToken(KubeconfigEntry user, String provider, KubeconfigEntry config) {
    static StoredToken of(KubeconfigEntry user, KubeconfigEntry provider) {
        return new StoredToken(user, provider.text("name").orElse(""),
                provider.entry("config").orElse(KubeconfigEntry.empty(user.what(), user.file())));
    }

    /** The token while it holds. */
    String valid(Instant now) {
        String field = switch (provider) {
            case "oidc" -> "id-token";
            case "gcp" -> "access-token";
            default -> throw user.malformed("the auth-provider \"" + provider + "\" is not supported, as kubectl no longer supports it;"
                    + " use an exec plugin or a token");
        };
        String token = config.text(field).orElseThrow(() -> user.malformed("the auth-provider " + provider + " has stored no "
                + field + "; log in again, or use an exec plugin"));
        expiry(token).filter(e -> e.isBefore(now)).ifPresent(when -> {
            throw new UserError(UserError.UNREADABLE_CLUSTER, "the token of " + user.what() + " in " + user.file()
                    + " expired at " + when + "; run any kubectl command to renew it");
        });
        return token;
    }

    /** When the token ends; empty where it does not say, which the server then decides. */
    private Optional<Instant> expiry(String token) {
        try {
            return provider.equals("oidc") ? expiryOfJwt(token) : config.text("expiry").map(t -> OffsetDateTime.parse(t).toInstant());
        } catch (DateTimeException | SyntaxError | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The claim {@code exp} of a JSON Web Token (RFC 7519). */
    private static Optional<Instant> expiryOfJwt(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return NodeReader.read(claims).get("exp").text().map(seconds -> Instant.ofEpochSecond(new BigDecimal(seconds).longValue()));
    }
}
