package io.istiodoctor.conversion;

import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.yaml.YamlReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What istiod made of a cluster's objects, and how what we make of them compares with that. */
final class Truth {
    private static final Pattern DURATION = Pattern.compile("([0-9.]+)(h|ms|m|s)");
    private static final Map<String, BigDecimal> SECONDS = Map.of("h", new BigDecimal(3600), "m", new BigDecimal(60), "s", BigDecimal.ONE,
            "ms",
            new BigDecimal("0.001"));
    private static final List<String> DURATIONS = List.of("timeout", "perTryTimeout", "backoff", "maxAge");

    private final Node recorded;

    private Truth(Node recorded) {
        this.recorded = recorded;
    }

    /** One line of the recording. */
    static Truth of(String line) {
        return new Truth(YamlReader.read("istiod", line).getFirst().root());
    }

    String name() {
        return recorded.text("name");
    }

    String cluster() {
        return recorded.text("cluster");
    }

    /** What differs, one line each. */
    List<String> differences(List<Conversion> ours) {
        List<String> differences = new ArrayList<>();
        compare("gateways", ours.stream().flatMap(c -> c.gateways().stream()).toList(), differences);
        compare("virtualServices", ours.stream().flatMap(c -> c.virtualServices().stream()).toList(), differences);
        compare("destinationRules", ours.stream().flatMap(c -> c.destinationRules().stream()).toList(), differences);
        return differences;
    }

    private void compare(String kind, List<RoutingObject> ours, List<String> differences) {
        Map<String, Object> theirs = new TreeMap<>();
        for (Node object : recorded.get(kind).elements()) {
            theirs.put(object.text("namespace") + "/" + object.text("name"),
                    content(Resource.texts(object.get("annotations")), object.get("spec")));
        }
        for (RoutingObject made : ours) {
            String name = made.resource().ref().qualifiedName();
            Object theirContent = theirs.remove(name);
            Object content = content(made.resource().annotations(), made.resource().spec());
            if (!content.equals(theirContent)) {
                differences.add(name() + " " + kind + " " + name + "\n  ours   " + content + "\n  istiod " + theirContent);
            }
        }
        theirs.forEach((name, content) -> differences.add(name() + " " + kind + " " + name + "\n  ours   -\n  istiod " + content));
    }

    private static Object content(Map<String, String> annotations, Node spec) {
        return Map.of("annotations", annotations, "spec", plain("", spec));
    }

    // istiod's form leaves out what is empty or zero.
    private static Object plain(String field, Node node) {
        if (!node.elements().isEmpty()) {
            return node.elements().stream().map(e -> plain("", e)).toList();
        }
        if (node instanceof Scalar scalar) {
            return DURATIONS.contains(field) ? seconds(scalar.value()) : number(scalar.value());
        }
        Map<String, Object> fields = new TreeMap<>();
        node.fields().forEach((name, value) -> {
            Object plain = plain(name, value);
            boolean implied = plain.equals("") || value instanceof Sequence list && list.elements().isEmpty()
                    || name.equals("mode") && plain.equals("PASSTHROUGH") || name.equals("attempts") && plain.equals("0")
                    || name.equals("value") && plain.equals("0");
            if (!implied) {
                fields.put(name, plain);
            }
        });
        return fields;
    }

    private static String number(String text) {
        return text.matches("[0-9]+\\.[0-9]+") ? new BigDecimal(text).stripTrailingZeros().toPlainString() : text;
    }

    private static String seconds(String duration) {
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = DURATION.matcher(duration);
        while (part.find()) {
            sum = sum.add(new BigDecimal(part.group(1)).multiply(SECONDS.get(part.group(2))));
        }
        return sum.stripTrailingZeros().toPlainString();
    }
}
