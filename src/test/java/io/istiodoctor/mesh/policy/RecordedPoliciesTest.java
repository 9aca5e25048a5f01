package io.istiodoctor.mesh.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.proxy.RecordedSidecars;
import io.istiodoctor.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What policies decide here, and what Envoy's filters decide by the configuration that istiod made of the same policies, is the same: for every proxy of
 * every recorded mesh, and any requests and connections.
 */
class RecordedPoliciesTest {
    private static final int PER_CHAIN = Integer.getInteger("facts", 40);

    record Any(String scheme, String authority, String method, String path, Map<String, String> headers) implements Request {
        @Override
        public Map<String, String> query() {
            return Map.of();
        }

        @Override
        public String sni() {
            return "";
        }
    }

    @Test
    void filters_of_istiod_decide_alike() {
        long seed = Long.getLong("seed", 20261126);
        Random random = new Random(seed);
        List<String> differences = new ArrayList<>();
        int[] verdicts = new int[4];
        for (RecordedSidecars mesh : RecordedSidecars.all()) {
            for (Map.Entry<String, JsonObject> told : mesh.told().entrySet()) {
                ProxyPolicies policies = mesh.proxies().policies(mesh.pod(told.getKey()));
                for (String kind : List.of("http", "tcp")) {
                    JsonArray filters = filters(told.getValue(), kind);
                    for (int i = 0; filters != null && i < PER_CHAIN; i++) {
                        compare(mesh, told.getKey(), kind, filters, policies, random, differences, verdicts);
                    }
                }
            }
        }
        System.getLogger("policies").log(System.Logger.Level.INFO,
                "allowed, denied, asked, refused: " + java.util.Arrays.toString(verdicts));
        assertEquals(List.of(), differences.subList(0, Math.min(4, differences.size())),
                "seed " + seed + ": " + differences.size() + " of allowed, denied, asked, refused "
                        + List.of(verdicts[0], verdicts[1], verdicts[2], verdicts[3]));
    }

    /** The filters of all chains of a kind, which are the same for all ports. */
    private static JsonArray filters(JsonObject told, String kind) {
        Set<String> found = new TreeSet<>();
        for (JsonElement chain : told.getAsJsonArray("chains")) {
            if (chain.getAsJsonObject().get("kind").getAsString().equals(kind)) {
                found.add(chain.getAsJsonObject().get("filters").toString());
            }
        }
        assertEquals(true, found.size() < 2, "every chain has the same filters");
        return found.isEmpty() ? null : JsonParser.parseString(found.iterator().next()).getAsJsonArray();
    }

    private static void compare(RecordedSidecars mesh, String pod, String kind, JsonArray filters, ProxyPolicies policies, Random random,
            List<String> differences,
            int[] verdicts) {
        JsonObject claims = random.nextInt(3) == 0 ? null : claims(random);
        PolicyFacts facts = facts(mesh, kind.equals("http"), claims, random);
        String real = new EnvoyRbac(facts, claims).decide(filters);
        String here = switch (policies.decide(facts)) {
            case PolicyDecision.Allowed allowed -> "allowed";
            case PolicyDecision.Denied denied -> "denied";
            case PolicyDecision.TokenRefused refused -> "refused";
            case PolicyDecision.Undecided undecided ->
                    undecided.open().stream().allMatch(g -> g.words().startsWith("what the external")) ? "external"
                            : undecided.toString();
        };
        verdicts[List.of("allowed", "denied", "external", "refused").indexOf(real)]++;
        if (!real.equals(here)) {
            differences
                    .add(mesh.name() + " " + pod + " " + kind + ": " + facts + " " + claims + " istiod: " + real + " here: " + here + "\n");
        }
    }

    private static JsonObject claims(Random random) {
        JsonObject claims = new JsonObject();
        claims.addProperty("iss", pick(random, "issuer", "other", "https://issuer.example/"));
        claims.addProperty("sub", pick(random, "sub", "jane", ""));
        claims.add("aud", JsonParser.parseString(pick(random, "\"jane\"", "[\"bob\", \"jane\"]", "[]")));
        claims.add("group", JsonParser.parseString(pick(random, "\"jane\"", "[\"bob\", \"ja\"]", "{\"jane\": \"bob\"}", "7")));
        claims.addProperty("scope", pick(random, "jane bob", "read", ""));
        claims.addProperty("azp", pick(random, "bob", "jane"));
        return claims;
    }

    private static PolicyFacts facts(RecordedSidecars mesh, boolean http, JsonObject claims, Random random) {
        String domain = random.nextInt(6) == 0 ? pick(random, "old.example", "cluster.local", "mesh.example") : mesh.trustDomain();
        Peer peer = random.nextInt(4) == 0 ? Peer.ANONYMOUS
                : Peer.of(domain, pick(random, "shop", "other", "istio-system", "sho"),
                        pick(random, "web", "default", "istio-ingressgateway"));
        Map<String, String> headers = random.nextInt(2) == 0 ? Map.of() : Map.of("x-user", pick(random, "jane", "bob", "ja"));
        Request request = new Any("http",
                pick(random, "shop.example.com", "catalog.shop", "catalog.shop:80", "cart.shop.svc.cluster.local", "CATALOG.shop", "x"),
                pick(random, "GET", "GET", "POST", "DELETE"),
                pick(random, "/", "/api", "/api/v1", "/api/v1/x", "/x", "/x/v1", "/a/b/c", "/a/b/c/d", "/a.b", "/%41b",
                        "/api//v1", "/aXb"),
                headers);
        return new PolicyFacts(peer, address(random), address(random), address(random),
                Long.parseLong(pick(random, "8080", "9090", "7070", "80", "5555")),
                pick(random, "", "shop.example.com", "outbound_.80_._.web.shop.svc.cluster.local"),
                http ? Optional.of(request) : Optional.empty(),
                claims == null ? Token.AS_SENT
                        : new Token.Claiming(new Claims(YamlReader.read("claims", claims.toString()).getFirst().root())));
    }

    private static Address address(Random random) {
        return new Address.Known(pick(random, "10.244.1.2", "10.244.1.3", "10.244.1.4", "198.51.100.7", "203.0.113.9", "fd00::7"));
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }
}
