package io.istiodoctor.laboratory;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.istiodoctor.cli.InProcess;
import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.report.TraceJson;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Tracer;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs istio-doctor on a recorded mesh and compares all that it says with what happened there. */
final class Judge {
    /** What came back where the request arrived, or where the one who answers for it is not the mesh. */
    private static final Set<String> FINE = Set.of("answered", "redirect", "application");
    private static final RuleSet RULES = RuleSet.load(List.of(Path.of("rules"))).unasked();
    private static final boolean HAS_PROXY = InProcess.run("--help").out().contains("  proxy ");
    private static final boolean HAS_REQUESTS = InProcess.run("trace", "--help").out().contains("--requests");

    private final RecordedMesh mesh;
    private final List<JsonObject> requests;
    private final List<Comparison> comparisons = new ArrayList<>();

    private Judge(RecordedMesh mesh) {
        this.mesh = mesh;
        requests = mesh.requests();
    }

    /** Everything that is compared in this mesh. */
    static List<Comparison> of(RecordedMesh mesh) {
        Judge judge = new Judge(mesh);
        judge.traces();
        judge.urls();
        judge.silence();
        judge.proxies();
        return judge.comparisons;
    }

    private void add(String what, String where, Optional<String> difference) {
        comparisons.add(new Comparison(what, mesh.name(), where, difference));
    }

    /** Each request's verdict, status, response flag or way of failing. */
    private void traces() {
        List<JsonObject> traces = HAS_REQUESTS ? tracesInOneRun() : tracesOneByOne();
        for (int i = 0; i < requests.size(); i++) {
            JsonObject request = requests.get(i);
            JsonObject trace = i < traces.size() ? traces.get(i) : new JsonObject();
            String sent = asked(request);
            add("trace", String.valueOf(i + 1),
                    TraceDifference.of(trace, request.getAsJsonObject("truth"), mesh.family()).map(d -> sent + " " + d));
        }
    }

    private static String asked(JsonObject request) {
        JsonObject asked = request.deepCopy();
        asked.remove("truth");
        return asked.toString();
    }

    private List<JsonObject> tracesInOneRun() {
        return InProcess.run("trace", "--requests", mesh.folder().resolve("requests.jsonl").toString(), "-f", mesh.manifest(),
                "--assume-complete", "-o", "json").out().lines().map(Judge::object).toList();
    }

    private List<JsonObject> tracesOneByOne() {
        Mesh read = Mesh.of(ManifestSource.read(List.of(mesh.manifest()),
                new ManifestOptions("default", true, InputStream.nullInputStream(), note -> {})), Instant.now());
        Diagnosis diagnosis = Examination.of(RULES, rule -> false).run(read, new Scope.Everything());
        return requests.stream().map(r -> object(TraceJson.trace(new Tracer(read, Proxies.of(read), diagnosis).trace(asRequest(r)))))
                .toList();
    }

    private static TraceRequest asRequest(JsonObject request) {
        List<String> headers = request.has("headers") ? request.getAsJsonObject("headers").asMap().entrySet().stream()
                .map(h -> h.getKey() + ": " + h.getValue().getAsString()).toList() : List.of();
        return TraceRequest.parse(request.get("url").getAsString(), new TraceRequest.Options(headers, option(request, "method"),
                option(request, "sni"), option(request, "from"), option(request, "address")));
    }

    private static Optional<String> option(JsonObject request, String name) {
        return request.has(name) ? Optional.of(request.get(name).getAsString()) : Optional.empty();
    }

    /** No URL that is given as reachable fails, where such a request was sent; nothing is known of those that ask for a method or a header. */
    private void urls() {
        if (mesh.family().equals("inside")) {
            return;
        }
        Map<String, JsonObject> failing = new HashMap<>();
        requests.stream().filter(r -> !FINE.contains(r.getAsJsonObject("truth").get("result").getAsString())
                && !r.has("headers") && !r.has("method") && !r.has("from")).forEach(r -> failing.put(way(r), r.getAsJsonObject("truth")));
        JsonObject said = object(InProcess.run("urls", "-A", "--assume-complete", "-o", "json", "-f", mesh.manifest()).out());
        for (JsonElement row : said.getAsJsonArray("urls")) {
            JsonObject url = row.getAsJsonObject();
            boolean plain = !url.has("method") && !url.has("headers");
            if (plain && (!url.has("verdict") || url.get("verdict").getAsString().equals("reachable"))) {
                add("urls", way(url), Optional.ofNullable(failing.get(way(url))).map(t -> "listed; real: " + t));
            }
        }
    }

    private static String way(JsonObject request) {
        return request.get("url").getAsString() + (request.has("address") ? " " + request.get("address").getAsString() : "");
    }

    /** No error and no warning where nothing is wrong; a load balancer that waits for its address is not wrong. */
    private void silence() {
        if (!RecordedMesh.SOUND.contains(mesh.family())) {
            return;
        }
        JsonObject said = object(InProcess.run("check", "-A", "--assume-complete", "-o", "json", "-f", mesh.manifest()).out());
        String alarms = said.getAsJsonArray("findings").asList().stream().map(JsonElement::getAsJsonObject)
                .filter(f -> !f.get("severity").getAsString().equals("info"))
                .map(f -> f.get("rule").getAsString()).filter(r -> !r.equals("load-balancer-pending")).collect(Collectors.joining(", "));
        add("check", "", Optional.of(alarms).filter(a -> !a.isEmpty()));
    }

    /** What each gateway's pod is told. */
    private void proxies() {
        if (!HAS_PROXY || mesh.gateways().isEmpty()) {
            return;
        }
        String out = InProcess.run("proxy", "-A", "--assume-complete", "-o", "json", "-f", mesh.manifest()).out();
        var said = JsonParser.parseString(out).getAsJsonArray();
        for (JsonElement real : mesh.gateways().get()) {
            add("proxy", real.getAsJsonObject().get("proxy").getAsString(), ProxyDifference.of(said, real.getAsJsonObject()));
        }
    }

    private static JsonObject object(String text) {
        try {
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            return new JsonObject();
        }
    }
}
