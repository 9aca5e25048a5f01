package io.istiodoctor.mesh.match;

import io.istiodoctor.mesh.match.TextMatch.Manner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Conditions, to find those of which another one may take every request. Finding looks only at conditions whose path begins as the other one's does and which
 * have its first fixed field; a condition on every path, by a regular expression or without letter case may take any.
 */
public final class CoveredIndex<T> {
    private static final String NONE = "";

    /** By a fixed field of the condition, or by none; in each by what the path begins with. */
    private final Map<String, TreeMap<String, List<T>>> byField = new HashMap<>();

    /** Adds a condition with what it belongs to. */
    public void add(Condition condition, T owner) {
        String path = condition.request().path().literalPrefix();
        Stream.concat(ConditionIndex.fields(condition), Stream.of(NONE)).distinct().forEach(
                f -> byField.computeIfAbsent(f, k -> new TreeMap<>()).computeIfAbsent(path, k -> new ArrayList<>(1)).add(owner));
    }

    /** The owners of conditions of which this one may take every request, and of some others. */
    public Stream<T> candidates(Condition wider) {
        TreeMap<String, List<T>> byPath = byField.getOrDefault(ConditionIndex.field(wider), new TreeMap<>());
        TextMatch path = wider.request().path();
        String value = path.value();
        if (path.takesEveryPath() || path.ignoreCase() || path.manner() == Manner.REGEX) {
            return byPath.values().stream().flatMap(List::stream);
        } else if (path.manner() == Manner.EXACT) {
            return byPath.getOrDefault(value, List.of()).stream();
        }
        String prefix = path.manner() == Manner.SEGMENTS && value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
        return byPath.subMap(prefix, prefix + Character.MAX_VALUE).values().stream().flatMap(List::stream);
    }
}
