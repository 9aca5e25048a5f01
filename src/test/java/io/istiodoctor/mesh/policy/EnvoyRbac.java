package io.istiodoctor.mesh.policy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.re2j.Pattern;
import io.istiodoctor.mesh.match.Request;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Envoy's filters for roles and tokens, as its documentation has them, over the configuration that istiod made: the oracle for what policies decide. It
 * knows nothing of AuthorizationPolicies.
 */
final class EnvoyRbac {
    private final PolicyFacts facts;
    private final JsonObject token;
    private JsonObject claims;

    /** @param token the claims of a token that is signed and sent well; null when there is none */
    EnvoyRbac(PolicyFacts facts, JsonObject token) {
        this.facts = facts;
        this.token = token;
    }

    /** The verdict of the filters of a chain: "allowed", "denied", "refused" (the token), or "external" when an external authorizer is asked. */
    String decide(Iterable<JsonElement> filters) {
        boolean external = false;
        for (JsonElement element : filters) {
            JsonObject filter = element.getAsJsonObject();
            if (filter.has("providers") && token != null && !verify(filter.getAsJsonObject("providers").asMap().values())) {
                return "refused";
            }
            if (filter.get("filter").getAsString().equals("rbac")) {
                if (filter.has("rules") && denies(filter.getAsJsonObject("rules"))) {
                    return "denied";
                }
                external |= filter.has("shadow") && filter.get("prefix").getAsString().equals("istio_ext_authz_")
                        && matches(filter.getAsJsonObject("shadow"));
            }
        }
        return external ? "external" : "allowed";
    }

    private boolean verify(Collection<JsonElement> providers) {
        boolean looked = false;
        for (JsonElement element : providers) {
            JsonObject provider = element.getAsJsonObject();
            if (provider.get("issuer").getAsString().equals(token.get("iss").getAsString())) {
                looked = true;
                List<String> audiences = provider.has("audiences")
                        ? provider.getAsJsonArray("audiences").asList().stream().map(JsonElement::getAsString).toList()
                        : List.of();
                if (audiences.isEmpty() || texts(token.get("aud")).stream().anyMatch(audiences::contains)) {
                    claims = normalized(token);
                    return true;
                }
            } else {
                looked |= !provider.has("fromHeaders");
            }
        }
        return !looked;
    }

    private static List<String> texts(JsonElement value) {
        return value.isJsonArray() ? value.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList()
                : List.of(value.getAsString());
    }

    private boolean denies(JsonObject rules) {
        return switch (rules.has("action") ? rules.get("action").getAsString() : "ALLOW") {
            case "ALLOW" -> !matches(rules);
            case "DENY" -> matches(rules);
            default -> false;
        };
    }

    private boolean matches(JsonObject rules) {
        return rules.has("policies") && rules.getAsJsonObject("policies").asMap().values().stream().map(JsonElement::getAsJsonObject)
                .anyMatch(p -> any(p, "permissions") && any(p, "principals"));
    }

    private boolean any(JsonObject policy, String part) {
        return policy.getAsJsonArray(part).asList().stream().anyMatch(r -> holds(r.getAsJsonObject()));
    }

    private boolean holds(JsonObject rule) {
        Map.Entry<String, JsonElement> only = rule.entrySet().iterator().next();
        JsonElement value = only.getValue();
        return switch (only.getKey()) {
            case "any" -> value.getAsBoolean();
            case "andRules", "andIds" -> parts(value).stream().allMatch(r -> holds(r.getAsJsonObject()));
            case "orRules", "orIds" -> parts(value).stream().anyMatch(r -> holds(r.getAsJsonObject()));
            case "notRule", "notId" -> !holds(value.getAsJsonObject());
            case "header" -> header(value.getAsJsonObject());
            case "urlPath" -> string(value.getAsJsonObject().getAsJsonObject("path"), facts.request().orElseThrow().path());
            case "uriTemplate" -> template(value.getAsJsonObject().getAsJsonObject("typedConfig").get("pathTemplate").getAsString());
            case "destinationIp" -> in(value.getAsJsonObject(), facts.destination());
            case "destinationPort" -> value.getAsLong() == facts.port();
            case "requestedServerName" -> string(value.getAsJsonObject(), facts.sni());
            case "authenticated" -> authenticated(value.getAsJsonObject());
            case "directRemoteIp" -> in(value.getAsJsonObject(), facts.source());
            case "remoteIp" -> in(value.getAsJsonObject(), facts.client());
            case "metadata" -> metadata(value.getAsJsonObject());
            default -> throw new IllegalArgumentException(rule.toString());
        };
    }

    private static List<JsonElement> parts(JsonElement set) {
        JsonObject object = set.getAsJsonObject();
        return object.getAsJsonArray(object.has("rules") ? "rules" : "ids").asList();
    }

    private boolean header(JsonObject matcher) {
        Request request = facts.request().orElseThrow();
        Optional<String> value = switch (matcher.get("name").getAsString().toLowerCase(Locale.ROOT)) {
            case ":authority" -> Optional.of(request.authority());
            case ":method" -> Optional.of(request.method());
            case String name -> Optional.ofNullable(request.headers().get(name));
        };
        return value.isPresent() && (matcher.has("presentMatch") || string(matcher.getAsJsonObject("stringMatch"), value.get()));
    }

    private static boolean string(JsonObject matcher, String text) {
        if (matcher.has("safeRegex")) {
            return Pattern.compile(matcher.getAsJsonObject("safeRegex").get("regex").getAsString()).matches(text);
        }
        boolean ignore = matcher.has("ignoreCase") && matcher.get("ignoreCase").getAsBoolean();
        String given = ignore ? text.toLowerCase(Locale.ROOT) : text;
        for (String manner : List.of("exact", "prefix", "suffix")) {
            if (matcher.has(manner)) {
                String wanted = ignore ? matcher.get(manner).getAsString().toLowerCase(Locale.ROOT) : matcher.get(manner).getAsString();
                return switch (manner) {
                    case "exact" -> given.equals(wanted);
                    case "prefix" -> given.startsWith(wanted);
                    default -> given.endsWith(wanted);
                };
            }
        }
        return given.isEmpty();
    }

    // By segments, where the policy's reader makes one expression.
    private boolean template(String template) {
        return segments(template, facts.request().orElseThrow().path());
    }

    private static boolean segments(String template, String path) {
        if (template.isEmpty()) {
            return path.isEmpty();
        }
        if (template.startsWith("**")) {
            return java.util.stream.IntStream.rangeClosed(0, path.length())
                    .anyMatch(n -> segments(template.substring(2), path.substring(n)));
        }
        if (template.startsWith("*")) {
            int slash = path.indexOf('/');
            int end = slash < 0 ? path.length() : slash;
            return java.util.stream.IntStream.rangeClosed(1, end).anyMatch(n -> segments(template.substring(1), path.substring(n)));
        }
        return !path.isEmpty() && path.charAt(0) == template.charAt(0) && segments(template.substring(1), path.substring(1));
    }

    private static boolean in(JsonObject range, Address address) {
        byte[] base = InetAddress.ofLiteral(range.get("addressPrefix").getAsString()).getAddress();
        byte[] given = InetAddress.ofLiteral(((Address.Known) address).ip()).getAddress();
        int length = range.has("prefixLen") ? range.get("prefixLen").getAsInt() : 0;
        if (base.length != given.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((base[bit / 8] & mask) != (given[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private boolean authenticated(JsonObject matcher) {
        return facts.peer() instanceof Peer.Certified peer
                && (!matcher.has("principalName") || string(matcher.getAsJsonObject("principalName"), "spiffe://" + peer.principal()));
    }

    private boolean metadata(JsonObject matcher) {
        if (claims == null || !matcher.get("filter").getAsString().equals("envoy.filters.http.jwt_authn")) {
            return false;
        }
        JsonElement at = claims;
        List<String> path = matcher.getAsJsonArray("path").asList().stream().map(s -> s.getAsJsonObject().get("key").getAsString())
                .toList();
        for (String key : path.subList(1, path.size())) {
            at = at != null && at.isJsonObject() ? at.getAsJsonObject().get(key) : null;
        }
        return at != null && value(matcher.getAsJsonObject("value"), at);
    }

    private static boolean value(JsonObject matcher, JsonElement value) {
        if (matcher.has("orMatch")) {
            return matcher.getAsJsonObject("orMatch").getAsJsonArray("valueMatchers").asList().stream()
                    .anyMatch(m -> value(m.getAsJsonObject(), value));
        }
        if (matcher.has("listMatch")) {
            JsonObject one = matcher.getAsJsonObject("listMatch").getAsJsonObject("oneOf");
            return value.isJsonArray() && value.getAsJsonArray().asList().stream().anyMatch(e -> value(one, e));
        }
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
                && string(matcher.getAsJsonObject("stringMatch"), value.getAsString());
    }

    /** A token's claims as the filter for tokens leaves them: the words of a scope are a list. */
    private static JsonObject normalized(JsonObject claims) {
        JsonObject copy = claims.deepCopy();
        for (String name : List.of("scope", "permission")) {
            if (copy.has(name) && copy.get(name).isJsonPrimitive()) {
                com.google.gson.JsonArray words = new com.google.gson.JsonArray();
                Arrays.stream(copy.get(name).getAsString().split(" ")).forEach(words::add);
                copy.add(name, words);
            }
        }
        return copy;
    }
}
