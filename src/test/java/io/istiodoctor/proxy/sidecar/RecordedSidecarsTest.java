package io.istiodoctor.proxy.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.Proxies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * What istiod's own code told the outgoing side of every sidecar in generated meshes: Services of all kinds, ServiceEntries of each resolution, Sidecars,
 * routes for HTTP, TCP and TLS, several objects for one host. The order of routes counts; that of listeners, chains, hosts, domains and endpoints does not.
 */
class RecordedSidecarsTest {
    private static final Comparator<JsonElement> AS_TEXT = Comparator.comparing(JsonElement::toString);

    @Test
    void every_sidecar_is_told_what_istiod_tells_it() throws IOException {
        Map<String, String> files = files();
        List<String> wrong = new ArrayList<>();
        int proxies = 0;
        for (String name : files.keySet().stream().filter(n -> n.endsWith("/cluster.yaml")).toList()) {
            Mesh mesh = Meshes.complete(files.get(name));
            Proxies ours = new Proxies(mesh, List.of());
            for (String recorded : files.get(name.replace("cluster.yaml", "sidecars.jsonl")).lines().toList()) {
                proxies++;
                compare(name, mesh, ours, JsonParser.parseString(recorded).getAsJsonObject(), wrong);
            }
        }
        assertTrue(proxies > 150, proxies + " proxies were compared");
        assertEquals("", String.join("\n", wrong));
    }

    private static void compare(String name, Mesh mesh, Proxies proxies, JsonObject recorded, List<String> wrong) {
        String proxy = recorded.get("proxy").getAsString();
        Workload pod = mesh.workloads().stream().filter(w -> (w.namespace() + "/" + w.name()).equals(proxy)).findFirst().orElseThrow();
        Map<String, JsonElement> real = parts(recorded);
        Map<String, JsonElement> ours = parts(OutboundForm.of(proxies, pod));
        TreeSet<String> all = new TreeSet<>(real.keySet());
        all.addAll(ours.keySet());
        all.stream().filter(k -> real.get(k) == null || !real.get(k).equals(ours.get(k)))
                .forEach(k -> wrong.add("%s %s %s:\n  istiod %s\n  ours   %s".formatted(name, proxy, k, real.get(k), ours.get(k))));
    }

    private static Map<String, JsonElement> parts(JsonObject proxy) {
        Map<String, JsonElement> parts = new TreeMap<>();
        for (JsonElement listener : proxy.getAsJsonArray("listeners")) {
            JsonObject plain = listener.getAsJsonObject();
            JsonArray chains = new JsonArray();
            plain.getAsJsonArray("chains").forEach(c -> chains.add(chain(c.getAsJsonObject(), proxy.getAsJsonObject("routes"))));
            JsonObject part = new JsonObject();
            part.add("chains", sorted(chains));
            if (plain.has("default")) {
                part.add("default", chain(plain.getAsJsonObject("default"), proxy.getAsJsonObject("routes")));
            }
            parts.put("listener " + plain.get("address").getAsString() + ":" + plain.get("port").getAsInt(), part);
        }
        for (JsonElement cluster : proxy.getAsJsonArray("clusters")) {
            JsonObject plain = cluster.getAsJsonObject();
            parts.put("cluster " + plain.get("name").getAsString(),
                    new JsonPrimitive(plain.get("type").getAsString().replace("LOGICAL", "STRICT") + " "
                            + plain.get("tls").getAsString() + " " + texts(plain.getAsJsonArray("endpoints"))));
        }
        parts.put("unknown", proxy.get("unknown"));
        return parts;
    }

    // Names of route tables are only names; ranges of one address are written with and without a prefix.
    private static JsonObject chain(JsonObject chain, JsonObject tables) {
        JsonObject plain = new JsonObject();
        for (String field : List.of("sni", "addresses", "protocols", "transport", "tcp")) {
            JsonElement value = chain.get(field);
            if (value != null && !value.toString().equals("[]")) {
                plain.add(field, field.equals("tcp") || !value.isJsonArray() ? value
                        : new JsonPrimitive(texts(value.getAsJsonArray()).toString().replace("/32", "")));
            }
        }
        if (chain.has("http")) {
            JsonArray hosts = new JsonArray();
            tables.getAsJsonArray(chain.get("http").getAsString()).forEach(h -> hosts.add(host(h.getAsJsonObject())));
            plain.add("http", sorted(hosts));
        }
        return plain;
    }

    private static JsonObject host(JsonObject host) {
        JsonObject plain = new JsonObject();
        plain.addProperty("domains", texts(host.getAsJsonArray("domains")).toString());
        JsonArray routes = new JsonArray();
        host.getAsJsonArray("routes").forEach(r -> routes.add(route(r.getAsJsonObject().deepCopy())));
        plain.add("routes", routes);
        return plain;
    }

    private static JsonObject route(JsonObject route) {
        for (String field : List.of("headers", "query")) {
            if (route.getAsJsonObject("match").has(field) && route.getAsJsonObject("match").getAsJsonArray(field).isEmpty()) {
                route.getAsJsonObject("match").remove(field);
            }
        }
        if (route.has("redirect") && route.get("redirect").isJsonObject()) {
            route.add("redirect", route.getAsJsonObject("redirect").get("hostRedirect"));
        }
        return route;
    }

    private static TreeSet<String> texts(JsonArray texts) {
        TreeSet<String> sorted = new TreeSet<>();
        texts.forEach(t -> sorted.add(t.getAsString()));
        return sorted;
    }

    private static JsonArray sorted(JsonArray elements) {
        JsonArray sorted = new JsonArray();
        StreamSupport.stream(elements.spliterator(), false).sorted(AS_TEXT).forEach(sorted::add);
        return sorted;
    }

    private static Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(RecordedSidecarsTest.class.getResourceAsStream("/proxy/sidecars.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
