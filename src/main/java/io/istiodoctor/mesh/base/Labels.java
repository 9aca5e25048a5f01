package io.istiodoctor.mesh.base;

import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Equality selectors and labels. Keys and values are case-sensitive, as in Kubernetes. */
public final class Labels {
    private Labels() {}

    /** Whether every pair of the selector is among the labels; an empty selector matches everything. */
    public static boolean match(Map<String, String> selector, Map<String, String> labels) {
        for (Map.Entry<String, String> wanted : selector.entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a selector of Kubernetes matches: every pair of matchLabels, every one of matchExpressions; an empty one does. */
    public static boolean matchSelector(Node selector, Map<String, String> labels) {
        return match(Resource.texts(selector.get("matchLabels")), labels)
                && selector.get("matchExpressions").elements().stream().allMatch(e -> holds(e, labels.get(e.text("key"))));
    }

    private static boolean holds(Node expression, String value) {
        boolean listed = expression.get("values").elements().stream().flatMap(v -> v.text().stream()).anyMatch(v -> v.equals(value));
        return switch (expression.text("operator")) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> true;
        };
    }

    /** {@code a: "b", c: "d"}, as a manifest may write them whatever the values are. */
    public static String quoted(Map<String, String> labels) {
        return listed(labels, value -> "\"" + value + "\"");
    }

    /** "a: b, c: d", as in a manifest. */
    public static String show(Map<String, String> labels) {
        return listed(labels, value -> value);
    }

    private static String listed(Map<String, String> labels, UnaryOperator<String> form) {
        StringJoiner listed = new StringJoiner(", ");
        labels.forEach((key, value) -> listed.add(key + ": " + form.apply(value)));
        return listed.toString();
    }

    /** The selector with the values of labels that are like its own, pair by pair; empty where one is not, or a key is missing. */
    public static Map<String, String> alike(Map<String, String> selector, Map<String, String> labels) {
        Map<String, String> near = new TreeMap<>();
        for (var wanted : selector.entrySet()) {
            if (distance(wanted, labels) > 2) {
                return Map.of();
            }
            labels.entrySet().stream().filter(l -> l.getKey().equalsIgnoreCase(wanted.getKey())).findFirst()
                    .ifPresent(l -> near.put(l.getKey(), l.getValue()));
        }
        return near;
    }

    /**
     * How many pairs of the selector the labels lack, in steps: 0 equal, 1 equal but for letter case, 2 when the value is
     * much like it, 3 when it is another, 4 when the key is missing. The least sum is the nearest miss.
     */
    public static int distance(Map<String, String> selector, Map<String, String> labels) {
        int sum = 0;
        for (var wanted : selector.entrySet()) {
            sum += distance(wanted, labels);
        }
        return sum;
    }

    private static int distance(Map.Entry<String, String> wanted, Map<String, String> labels) {
        if (wanted.getValue().equals(labels.get(wanted.getKey()))) {
            return 0;
        }
        boolean caseOnly = labels.keySet().stream().anyMatch(k -> k.equalsIgnoreCase(wanted.getKey())
                && wanted.getValue().equalsIgnoreCase(labels.get(k)));
        if (caseOnly) {
            return 1;
        }
        String value = labels.get(wanted.getKey());
        return value == null ? 4 : Nearest.name(wanted.getValue(), List.of(value)).isPresent() ? 2 : 3;
    }
}
