package io.istiodoctor.mesh.match;

import io.istiodoctor.mesh.match.TextMatch.Manner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Conditions in the order in which a proxy tries them, to find an earlier one that takes every request of a later one. Finding looks only
 * at conditions whose path and first fixed field can cover; those with regular expressions or without letter case are compared one by one.
 */
public final class ConditionIndex<T> {
    /** An earlier condition with what it belongs to. */
    public record Entry<T>(int order, Condition condition, T owner) {}

    private record Key(Manner manner, String path, String field) {}

    private static final String NONE = "";

    private final Map<Key, List<Entry<T>>> byKey = new HashMap<>();
    private final List<Entry<T>> others = new ArrayList<>();
    /** How long the prefixes are that some condition has. */
    private final TreeSet<Integer> prefixLengths = new TreeSet<>();
    private int size;

    /** Adds a condition that is tried after those which were added before. */
    public void add(Condition condition, T owner) {
        Entry<T> entry = new Entry<>(size++, condition, owner);
        TextMatch uri = condition.request().path();
        if (!uri.takesEveryPath() && (uri.manner() == Manner.REGEX || uri.manner() == Manner.SEGMENTS || uri.ignoreCase())) {
            others.add(entry);
            return;
        }
        Key key = uri.takesEveryPath() ? new Key(Manner.ANY, NONE, field(condition)) : new Key(uri.manner(), uri.value(), field(condition));
        if (key.manner == Manner.PREFIX) {
            prefixLengths.add(key.path.length());
        }
        byKey.computeIfAbsent(key, k -> new ArrayList<>(1)).add(entry);
    }

    /** The first condition that takes every request of this one. */
    public Optional<Entry<T>> covering(Condition later) {
        TreeSet<String> fields = new TreeSet<>(fields(later).toList());
        fields.add(NONE);
        Stream<Entry<T>> keyed = paths(later.request().path()).flatMap(p -> fields.stream().map(f -> new Key(p.manner, p.path, f)))
                .flatMap(k -> byKey.getOrDefault(k, List.of()).stream());
        return Stream.concat(keyed, others.stream()).filter(e -> e.condition.covers(later))
                .min((a, b) -> Integer.compare(a.order, b.order));
    }

    private Stream<Key> paths(TextMatch uri) {
        List<Key> keys = new ArrayList<>(List.of(new Key(Manner.ANY, NONE, NONE)));
        String literal = uri.manner() == Manner.ANY || uri.ignoreCase() ? "" : uri.manner() == Manner.REGEX ? uri.literalPrefix()
                : uri.value();
        prefixLengths.headSet(literal.length(), true).forEach(end -> keys.add(new Key(Manner.PREFIX, literal.substring(0, end), NONE)));
        if (uri.manner() == Manner.EXACT) {
            keys.add(new Key(Manner.EXACT, uri.value(), NONE));
        }
        return keys.stream();
    }

    /** Its first fixed field, which a condition that it covers has too; empty when it has none. */
    static String field(Condition condition) {
        return fields(condition).findFirst().orElse(NONE);
    }

    /** The fields of which it asks for one value, with that value. */
    static Stream<String> fields(Condition condition) {
        return Stream.concat(condition.request().fields().stream().filter(f -> !f.absent() && f.match().manner() == Manner.EXACT)
                .map(f -> f.part() + " " + f.name().toLowerCase(Locale.ROOT) + " " + f.match().value()),
                condition.sniHosts().stream().map(h -> "SNI " + h));
    }
}
