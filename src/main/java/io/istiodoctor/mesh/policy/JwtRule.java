package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A rule of a RequestAuthentication: the tokens of one issuer, and where they are looked for.
 *
 * @param audiences of which the token must have one; none when any will do
 * @param headers in which it is looked for, with the text in front of it
 * @param params query parameters in which it is looked for
 * @param cookies in which it is looked for
 * @param keys where its keys are fetched; empty when they stand in the object
 * @param written the keys that stand in the object; empty when none does that can be read
 * @param forward whether the token stays in the request
 * @param claimHeaders headers by lower-case name into which a claim is written
 * @param payloadHeader the header into which all claims are written; empty for none
 * @param keysTrouble why its keys certainly cannot be fetched, a clause; empty when they can, or when that cannot be seen
 */
public record JwtRule(String issuer, List<String> audiences, List<Location> headers, List<String> params, List<String> cookies, String keys,
        Optional<SigningKeys> written,
        boolean forward, Map<String, String> claimHeaders, String payloadHeader, FieldRef origin, String keysTrouble) {
    /** @param prefix what stands in front of the token */
    public record Location(String name, String prefix) {}

    private static final Location BEARER = new Location("authorization", "Bearer ");

    public JwtRule {
        audiences = List.copyOf(audiences);
        headers = List.copyOf(headers);
        params = List.copyOf(params);
        cookies = List.copyOf(cookies);
        claimHeaders = Map.copyOf(claimHeaders);
    }

    static JwtRule read(Node rule, FieldRef origin, TokenKeys keys, Instant now) {
        List<Location> headers = rule.get("fromHeaders").elements().stream().map(h -> new Location(h.text("name"), h.text("prefix")))
                .toList();
        List<String> params = texts(rule.get("fromParams"));
        List<String> cookies = texts(rule.get("fromCookies"));
        Map<String, String> claimHeaders = new HashMap<>();
        rule.get("outputClaimToHeaders").elements()
                .forEach(o -> claimHeaders.put(o.text("header").toLowerCase(Locale.ROOT), o.text("claim")));
        boolean usual = headers.isEmpty() && params.isEmpty() && cookies.isEmpty();
        String url = rule.text("jwks").isEmpty() ? rule.text("jwksUri") : "";
        String trouble = keys.of(url).filter(t -> t.certainty() == Certainty.CERTAIN).map(TokenKeys.Trouble::words).orElse("");
        return new JwtRule(rule.text("issuer"), texts(rule.get("audiences")), usual ? List.of(BEARER) : headers,
                usual ? List.of("access_token") : params, cookies, url, SigningKeys.read(rule.text("jwks"), now),
                rule.get("forwardOriginalToken").isTrue(), claimHeaders, rule.text("outputPayloadToHeader"), origin, trouble);
    }

    private static List<String> texts(Node list) {
        return list.elements().stream().flatMap(n -> n.text().stream()).toList();
    }

    /** Whether it looks for tokens where clients send them as a rule: {@code Authorization: Bearer}. */
    boolean looksAtBearer() {
        return headers.stream().anyMatch(h -> h.name().equalsIgnoreCase(BEARER.name()));
    }

    /** The token that a request carries where this rule looks for it. */
    Optional<String> token(Request request) {
        for (Location header : headers) {
            Optional<String> value = SeenHeaders.plain(request, header.name()).filter(v -> v.contains(header.prefix()));
            if (value.isPresent()) {
                return value.map(v -> v.substring(v.indexOf(header.prefix()) + header.prefix().length()).strip());
            }
        }
        for (String param : params) {
            if (request.query().containsKey(param)) {
                return Optional.of(request.query().get(param));
            }
        }
        return cookies.stream().flatMap(c -> cookie(request, c).stream()).findFirst();
    }

    private static Optional<String> cookie(Request request, String name) {
        return Arrays.stream(request.headers().getOrDefault("cookie", "").split(";")).map(String::strip)
                .filter(c -> c.startsWith(name + "=")).map(c -> c.substring(name.length() + 1)).findFirst();
    }
}
