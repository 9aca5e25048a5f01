package io.istiodoctor.laboratory;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Whether {@code proxy -o json} says of a gateway's pod what istiod told it. The order of routes, weights and certificates counts;
 * that of listeners, chains, virtual hosts, domains, clusters and endpoints does not, and names of route tables are only names.
 * The rules are those of {@code laboratory/judge/proxies.py}, and the cases of {@code laboratory/judge/proxies.jsonl} hold both.
 */
final class ProxyDifference {
    private static final Comparator<JsonElement> AS_TEXT = Comparator.comparing(JsonElement::toString);

    private ProxyDifference() {}

    /**
     * How the two differ, empty where they agree.
     *
     * @param said the list that {@code proxy} printed
     * @param real what istiod told one gateway's pod
     */
    static Optional<String> of(Iterable<JsonElement> said, JsonObject real) {
        String name = real.get("proxy").getAsString();
        Optional<JsonObject> same = StreamSupport.stream(said.spliterator(), false).map(JsonElement::getAsJsonObject)
                .filter(p -> p.has("proxy") && p.get("proxy").getAsString().equals(name)).findFirst();
        if (same.isEmpty()) {
            return Optional.of("missing");
        }
        JsonObject have = plain(same.get());
        JsonObject want = plain(real);
        return want.keySet().stream().filter(part -> !have.get(part).equals(want.get(part))).findFirst()
                .map(part -> part + ": istiod " + want.get(part) + " | istio-doctor " + have.get(part));
    }

    /** The configuration without what is only a name: routes stand in the chains that use them. */
    private static JsonObject plain(JsonObject proxy) {
        JsonObject tables = proxy.has("routes") ? proxy.getAsJsonObject("routes") : new JsonObject();
        JsonArray listeners = new JsonArray();
        for (JsonElement listener : array(proxy, "listeners")) {
            JsonArray chains = new JsonArray();
            array(listener.getAsJsonObject(), "chains").forEach(c -> chains.add(chain(c.getAsJsonObject(), tables)));
            JsonObject plain = new JsonObject();
            plain.add("port", listener.getAsJsonObject().get("port"));
            plain.add("chains", sorted(chains));
            listeners.add(plain);
        }
        JsonArray clusters = new JsonArray();
        array(proxy, "clusters").forEach(c -> clusters.add(with(c.getAsJsonObject(), "endpoints", sorted(array(c.getAsJsonObject(), "endpoints")))));
        JsonObject plain = new JsonObject();
        plain.add("listeners", canonical(sorted(listeners)));
        plain.add("clusters", canonical(sorted(clusters)));
        plain.add("clustersMissing", canonical(sorted(array(proxy, "clustersMissing"))));
        return plain;
    }

    private static JsonObject chain(JsonObject chain, JsonObject tables) {
        JsonObject plain = chain.deepCopy();
        if (chain.has("http")) {
            JsonArray hosts = new JsonArray();
            array(tables, chain.get("http").getAsString()).forEach(
                    h -> hosts.add(with(h.getAsJsonObject(), "domains", sorted(array(h.getAsJsonObject(), "domains")))));
            plain.add("http", sorted(hosts));
        }
        return chain.has("sni") ? with(plain, "sni", sorted(array(chain, "sni"))) : plain;
    }

    private static JsonObject with(JsonObject object, String member, JsonElement value) {
        JsonObject copy = object.deepCopy();
        copy.add(member, value);
        return copy;
    }

    private static JsonArray array(JsonObject object, String member) {
        return object.has(member) && object.get(member).isJsonArray() ? object.getAsJsonArray(member) : new JsonArray();
    }

    private static JsonArray sorted(JsonArray array) {
        JsonArray sorted = new JsonArray();
        array.asList().stream().map(ProxyDifference::canonical).sorted(AS_TEXT).forEach(sorted::add);
        return sorted;
    }

    /** Members in the order of their names, without those that say nothing. */
    private static JsonElement canonical(JsonElement element) {
        if (element.isJsonArray()) {
            JsonArray array = new JsonArray();
            element.getAsJsonArray().forEach(e -> array.add(canonical(e)));
            return array;
        }
        if (!element.isJsonObject()) {
            return element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber() ? new JsonPrimitive(element.getAsLong()) : element;
        }
        JsonObject object = new JsonObject();
        new TreeMap<>(element.getAsJsonObject().asMap()).forEach((name, value) -> {
            if (!saysNothing(name, value)) {
                object.add(name, canonical(value));
            }
        });
        return object;
    }

    private static boolean saysNothing(String name, JsonElement value) {
        if (value.isJsonNull() || value.isJsonArray() && value.getAsJsonArray().isEmpty()
                || value.isJsonObject() && value.getAsJsonObject().isEmpty()) {
            return true;
        }
        if (!value.isJsonPrimitive()) {
            return false;
        }
        JsonPrimitive primitive = value.getAsJsonPrimitive();
        // A route's origin that istiod made up of several objects is no object's name.
        return primitive.isBoolean() && !primitive.getAsBoolean() || primitive.isNumber() && primitive.getAsLong() == 0
                || name.equals("from") && primitive.getAsString().contains("~");
    }
}
