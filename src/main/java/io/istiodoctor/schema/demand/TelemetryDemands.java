package io.istiodoctor.schema.demand;

import java.util.List;
import java.util.function.Predicate;

/** Telemetry. */
final class TelemetryDemands {
    private TelemetryDemands() {}

    /** @param expressions whether a text is an expression in CEL */
    static void judge(Place spec, Predicate<String> expressions) {
        TargetDemands.judge(spec);
        for (Place metrics : spec.get("metrics").each()) {
            providers(metrics);
            metrics.get("overrides").each().forEach(TelemetryDemands::override);
        }
        for (Place tracing : spec.get("tracing").each()) {
            providers(tracing);
            Demands.percent(tracing, "randomSamplingPercentage");
            tracing.get("customTags").entries().values().forEach(TelemetryDemands::tag);
        }
        for (Place logging : spec.get("accessLogging").each()) {
            providers(logging);
            if (logging.has("filter")) {
                Place expression = logging.get("filter").get("expression");
                expression.form(expressions.test(expression.text()), "cel-expression");
            }
        }
    }

    // Istio tells the first.
    private static void providers(Place owner) {
        owner.get("providers").each().stream().filter(p -> p.text("name").isEmpty()).findFirst().ifPresent(p -> p.needs("name"));
    }

    private static void override(Place override) {
        override.get("tagOverrides").entries().values().forEach(tag -> {
            boolean removes = tag.text("operation").equals("REMOVE");
            if (removes) {
                tag.without("value", "operation: REMOVE");
            } else {
                tag.needs("value");
            }
        });
        if (override.get("match").has("customMetric")) {
            override.get("match").needs("customMetric");
        }
    }

    private static void tag(Place tag) {
        if (tag.has("literal")) {
            tag.get("literal").needs("value");
        }
        for (String kind : List.of("header", "environment")) {
            if (tag.has(kind)) {
                tag.get(kind).needs("name");
            }
        }
    }
}
