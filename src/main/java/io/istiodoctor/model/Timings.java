package io.istiodoctor.model;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How long the parts of a run take. Many threads may add to it. */
public final class Timings {
    /** What a run does, one after the other. */
    public enum Stage {
        /** Bytes become text; of a cluster, everything until its objects are there. */
        READ,
        /** Text becomes nodes. */
        PARSE,
        /** Names are resolved: nodes become the mesh, and what its proxies are told. */
        RESOLVE,
        /** Rules are asked. */
        EVALUATE,
        /** The answer is written. */
        PRINT
    }

    /** What a rule took for all that it judges. */
    public record RuleTime(String rule, Duration time) {}

    private final Map<Stage, Duration> stages = new EnumMap<>(Stage.class);
    private final Map<String, Duration> rules = new HashMap<>();

    /** Does work that belongs to a stage; the times of several threads add up. */
    public <T> T time(Stage stage, Supplier<T> work) {
        long began = System.nanoTime();
        try {
            return work.get();
        } finally {
            add(stage, began);
        }
    }

    private synchronized void add(Stage stage, long began) {
        stages.merge(stage, since(began), Duration::plus);
    }

    /** Does work that belongs to a rule. */
    public <T> T timeRule(String rule, Supplier<T> work) {
        long began = System.nanoTime();
        T done = work.get();
        synchronized (this) {
            rules.merge(rule, since(began), Duration::plus);
        }
        return done;
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The time of each stage that there was, in their order. */
    public synchronized Map<Stage, Duration> stages() {
        return new EnumMap<>(stages);
    }

    /** The rules that took longest, the slowest first. */
    public synchronized List<RuleTime> slowest(int most) {
        return rules.entrySet().stream().map(e -> new RuleTime(e.getKey(), e.getValue()))
                .sorted(Comparator.comparing(RuleTime::time).reversed().thenComparing(RuleTime::rule)).limit(most).toList();
    }
}
