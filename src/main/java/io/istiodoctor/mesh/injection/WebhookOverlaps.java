package io.istiodoctor.mesh.injection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Pods that several webhooks take: tried with every way in which a namespace and a pod can ask for injection, one revision after the other, as
 * Istio's own analyzer does (pkg/config/analysis/analyzers/webhook/webhook.go).
 */
final class WebhookOverlaps {
    private WebhookOverlaps() {}

    static void find(List<Webhook> injectors, Set<String> revisions) {
        if (injectors.size() < 2) {
            return;
        }
        List<Map<String, String>> namespaces = ways(Injection.ENABLED, List.of("enabled", "disabled"), revisions);
        List<Map<String, String>> pods = ways(Injection.POD, List.of("true", "false"), revisions);
        for (Map<String, String> namespace : namespaces) {
            for (Map<String, String> pod : pods) {
                List<Webhook> taking = injectors.stream().filter(w -> w.takes(namespace, pod)).toList();
                taking.stream().skip(1).filter(w -> w.overlapping().isEmpty())
                        .forEach(w -> w.overlaps(new Webhook.Overlap(taking.getFirst(), example(namespace, pod))));
            }
        }
    }

    private static List<Map<String, String>> ways(String label, List<String> values, Set<String> revisions) {
        List<Map<String, String>> ways = new ArrayList<>(List.of(Map.of()));
        values.forEach(v -> ways.add(Map.of(label, v)));
        for (Map<String, String> base : List.copyOf(ways)) {
            for (String revision : revisions) {
                Map<String, String> more = new LinkedHashMap<>(base);
                more.put(Injection.REVISION, revision);
                ways.add(more);
            }
        }
        return ways;
    }

    private static String example(Map<String, String> namespace, Map<String, String> pod) {
        String around = namespace.isEmpty() ? "" : "in a namespace with " + show(namespace);
        String itself = pod.isEmpty() ? "" : "pods with " + show(pod);
        return around.isEmpty() || itself.isEmpty() ? itself + around : itself + " " + around;
    }

    private static String show(Map<String, String> labels) {
        return new TreeMap<>(labels).entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).collect(Collectors.joining(", "));
    }
}
