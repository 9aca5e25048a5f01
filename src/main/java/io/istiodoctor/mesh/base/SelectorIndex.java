package io.istiodoctor.mesh.base;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds what selects given labels within a namespace, by the rarest of each selector's pairs: the other way round of {@link LabelIndex}. */
public final class SelectorIndex<T> {
    private record Pair(String namespace, String label, String value) {}

    private record Entry<T>(int position, T item, Map<String, String> selector) {}

    private final Map<String, List<Entry<T>>> unselective = new HashMap<>();
    private final Map<Pair, List<Entry<T>>> byPair = new HashMap<>();

    /** An index of all items by their selectors; an empty selector selects everything in its namespace. */
    public SelectorIndex(List<T> all, Function<T, String> namespace, Function<T, Map<String, String>> selector) {
        List<Map<String, String>> selectors = all.stream().map(selector).toList();
        Map<Pair, Integer> counts = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            String home = namespace.apply(all.get(i));
            selectors.get(i).forEach((label, value) -> counts.merge(new Pair(home, label, value), 1, Integer::sum));
        }
        for (int i = 0; i < all.size(); i++) {
            String home = namespace.apply(all.get(i));
            Entry<T> entry = new Entry<>(i, all.get(i), selectors.get(i));
            entry.selector.entrySet().stream().map(e -> new Pair(home, e.getKey(), e.getValue()))
                    .min(Comparator.comparing(p -> counts.getOrDefault(p, 0)))
                    .map(rarest -> byPair.computeIfAbsent(rarest, p -> new ArrayList<>(1)))
                    .orElseGet(() -> unselective.computeIfAbsent(home, n -> new ArrayList<>(1))).add(entry);
        }
    }

    /** What selects these labels in the namespace, in the order of the input. */
    public List<T> selecting(String namespace, Map<String, String> labels) {
        List<Entry<T>> found = new ArrayList<>(unselective.getOrDefault(namespace, List.of()));
        labels.forEach((label, value) -> byPair.getOrDefault(new Pair(namespace, label, value), List.of()).stream()
                .filter(e -> Labels.match(e.selector, labels)).forEach(found::add));
        return found.stream().sorted(Comparator.comparingInt(Entry::position)).map(Entry::item).toList();
    }
}
