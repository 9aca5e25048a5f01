package io.istiodoctor.laboratory;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a trace says what really came back. The rules are those of {@code laboratory/judge/traces.py}, and the cases of
 * {@code laboratory/judge/traces.jsonl} hold both.
 */
final class TraceDifference {
    private static final Pattern ANSWER = Pattern.compile("\\b(\\d{3})\\b(?: ([A-Z]{2,4})\\b)?");
    /** By which words a trace without an outcome tells a way of failing. */
    private static final Map<String, List<String>> FAILURES = Map.of("refused", List.of("refused"), "reset", List.of("reset", "closed"),
            "timeout", List.of("timeout", "timed out", "no answer"), "dns", List.of("not found", "no address", "resolve"),
            "tls", List.of("TLS", "certificate"));

    private final String family;
    private final String verdict;
    private final String at;
    private final String expect;
    private final Optional<JsonObject> outcome;
    private final String result;
    private final int status;
    private final List<String> flags;
    private final JsonObject truth;

    private TraceDifference(JsonObject trace, JsonObject truth, String family) {
        this.family = family;
        this.truth = truth;
        verdict = text(trace, "verdict");
        at = text(trace, "at");
        expect = text(trace, "expect");
        outcome = Optional.ofNullable(trace.getAsJsonObject("outcome"));
        result = text(truth, "result");
        status = truth.has("status") ? truth.get("status").getAsInt() : 0;
        flags = truth.has("flags") ? truth.getAsJsonArray("flags").asList().stream().map(JsonElement::getAsString).toList() : List.of();
    }

    /**
     * How the two differ, empty where they agree.
     *
     * @param trace what {@code trace -o json} printed
     * @param truth what the laboratory recorded of the same request
     * @param family the mesh's family: where nothing is wrong, nothing may be suspected
     */
    static Optional<String> of(JsonObject trace, JsonObject truth, String family) {
        if (!trace.has("verdict")) {
            return Optional.of("no trace: " + text(trace, "broken"));
        }
        TraceDifference difference = new TraceDifference(trace, truth, family);
        return difference.agrees() ? Optional.empty() : Optional.of(difference.told());
    }

    private boolean agrees() {
        if (truth.has("outside") && List.of("unknown", "reachable").contains(verdict)) {
            return true; // what is beyond the mesh is not the tool's to know
        }
        if (verdict.equals("unknown")) {
            return false;
        }
        boolean suspect = verdict.equals("suspect");
        if (result.equals("application")) {
            return suspect || verdict.equals("broken"); // the application cannot speak what it is sent
        }
        if (suspect && at.equals("pod") && (List.of("refused", "reset").contains(result) || flags.contains("UF"))) {
            return true; // a port that no container declares may still be open
        }
        if (suspect && at.equals("pod") && result.equals("status") && answerAgrees()) {
            return true; // what is feared of it is what came
        }
        if (result.equals("answered") && flags.contains("FI") && saidStatus() == status) {
            return true; // what fault injection answers, if only with 200, is no answer of the application
        }
        return switch (result) {
            case "answered" -> verdict.equals("reachable")
                    || suspect && !RecordedMesh.SOUND.contains(family) && List.of("destination", "pod").contains(at);
            case "redirect" -> verdict.equals("redirected") || expect.startsWith(status + " to ") || saidStatus() == status;
            case "status" -> !suspect && !verdict.equals("redirected") && !expect.startsWith("30") && answerAgrees();
            default -> !List.of("reachable", "redirected", "suspect").contains(verdict) && !expect.startsWith("30") && failureAgrees();
        };
    }

    private int saidStatus() {
        return outcome.filter(o -> o.has("status")).map(o -> o.get("status").getAsInt()).orElse(0);
    }

    // Without an outcome, any of the answers that are written.
    private boolean answerAgrees() {
        return saidStatus() != 0 ? agrees(saidStatus(), outcome.map(o -> text(o, "flag")).orElse(""))
                : ANSWER.matcher(expect).results()
                        .anyMatch(r -> agrees(Integer.parseInt(r.group(1)), Objects.requireNonNullElse(r.group(2), "")));
    }

    private boolean agrees(int said, String flag) {
        return said == status && (flag.isEmpty() || flags.isEmpty() || flags.contains(flag));
    }

    private boolean failureAgrees() {
        return outcome.map(o -> text(o, "failure").equals(result))
                .orElseGet(() -> FAILURES.getOrDefault(result, List.of(result)).stream().anyMatch(expect::contains));
    }

    private String told() {
        String real = result.equals("answered") ? "answered by " + text(truth, "workload")
                : (status == 0 ? result : String.valueOf(status)) + (flags.isEmpty() ? "" : " " + String.join(",", flags));
        return verdict + (at.isEmpty() ? "" : " at " + at) + " (" + expect + "); real: " + real;
    }

    private static String text(JsonObject object, String member) {
        return object.has(member) ? object.get(member).getAsString() : "";
    }
}
