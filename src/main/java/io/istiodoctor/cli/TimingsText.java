package io.istiodoctor.cli;

import io.istiodoctor.model.Timings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How long a run took, as lines for people. */
final class TimingsText {
    private static final int RULES = 5;

    private TimingsText() {}

    /** A line for the stages, and one for the slowest rules where any was asked. */
    static List<String> lines(Timings timings) {
        String stages = timings.stages().entrySet().stream()
                .map(e -> e.getKey().name().toLowerCase(Locale.ROOT) + " " + seconds(e.getValue()))
                .collect(Collectors.joining(", "));
        String rules = timings.slowest(RULES).stream().map(r -> r.rule() + " " + seconds(r.time())).collect(Collectors.joining(", "));
        return Stream.of("istio-doctor: time: " + stages, rules.isEmpty() ? "" : "istio-doctor: slowest rules: " + rules)
                .filter(l -> !l.isEmpty()).toList();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
    }
}
