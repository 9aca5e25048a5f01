package io.istiodoctor.mesh.base;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds what a selector matches by the rarest of its pairs, within one namespace or everywhere. */
public final class LabelIndex<T> {
    private record Key(String namespace, String label, String value) {}

    private static final String EVERYWHERE = "*";

    private final Map<Key, List<T>> byPair = new HashMap<>();
    private final Function<T, Map<String, String>> labels;

    /** An index of all items by their labels. */
    public LabelIndex(List<T> all, Function<T, String> namespace, Function<T, Map<String, String>> labels) {
        this.labels = labels;
        for (T item : all) {
            labels.apply(item).forEach((label, value) -> {
                add(new Key(namespace.apply(item), label, value), item);
                add(new Key(EVERYWHERE, label, value), item);
            });
        }
    }

    private void add(Key key, T item) {
        byPair.computeIfAbsent(key, k -> new ArrayList<>(2)).add(item);
    }

    /** What a non-empty selector matches in the namespace, in the order of the input. */
    public List<T> in(String namespace, Map<String, String> selector) {
        return matching(namespace, selector).toList();
    }

    private Stream<T> matching(String namespace, Map<String, String> selector) {
        List<T> rarest = null;
        for (var pair : selector.entrySet()) {
            List<T> having = byPair.getOrDefault(new Key(namespace, pair.getKey(), pair.getValue()), List.of());
            if (rarest == null || having.size() < rarest.size()) {
                rarest = having;
            }
        }
        return rarest == null ? Stream.empty() : rarest.stream().filter(item -> Labels.match(selector, labels.apply(item)));
    }

    /** The first that a non-empty selector matches in any namespace. */
    public Optional<T> anywhere(Map<String, String> selector) {
        return matching(EVERYWHERE, selector).findFirst();
    }

    /** What a non-empty selector matches in any namespace. */
    public List<T> everywhere(Map<String, String> selector) {
        return in(EVERYWHERE, selector);
    }
}
