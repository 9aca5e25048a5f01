package io.istiodoctor.model;

import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What {@link Comparator} and {@link java.util.Map.Entry} make under the same names, but for being serializable, which keeps Java's own out of the
 * archive of classes: each would be made up anew at every start. Sources call Java's; the build puts these in their place (src/build/LinkAhead.java).
 */
public final class Comparators {
    private Comparators() {}

    /** As {@link Comparator#comparing(Function)}. */
    public static <T, U extends Comparable<? super U>> Comparator<T> comparing(Function<? super T, ? extends U> key) {
        return (a, b) -> key.apply(a).compareTo(key.apply(b));
    }

    /** As {@link Comparator#comparing(Function, Comparator)}. */
    public static <T, U> Comparator<T> comparing(Function<? super T, ? extends U> key, Comparator<? super U> order) {
        return (a, b) -> order.compare(key.apply(a), key.apply(b));
    }

    /** As {@link Comparator#comparingInt}. */
    public static <T> Comparator<T> comparingInt(ToIntFunction<? super T> key) {
        return (a, b) -> Integer.compare(key.applyAsInt(a), key.applyAsInt(b));
    }

    /** As {@link Comparator#thenComparing(Comparator)} of the first. */
    public static <T> Comparator<T> thenComparing(Comparator<T> first, Comparator<? super T> second) {
        return (a, b) -> {
            int order = first.compare(a, b);
            return order != 0 ? order : second.compare(a, b);
        };
    }

    /** As {@link Comparator#thenComparing(Function)} of the first. */
    public static <T, U extends Comparable<? super U>> Comparator<T> thenComparing(Comparator<T> first,
            Function<? super T, ? extends U> key) {
        return thenComparing(first, comparing(key));
    }

    /** As {@link Comparator#thenComparing(Function, Comparator)} of the first. */
    public static <T, U> Comparator<T> thenComparing(Comparator<T> first, Function<? super T, ? extends U> key,
            Comparator<? super U> order) {
        return thenComparing(first, comparing(key, order));
    }

    /** As {@link Comparator#thenComparingInt} of the first. */
    public static <T> Comparator<T> thenComparingInt(Comparator<T> first, ToIntFunction<? super T> key) {
        return thenComparing(first, comparingInt(key));
    }

    /** As {@link java.util.Map.Entry#comparingByKey()}. */
    public static <K extends Comparable<? super K>, V> Comparator<Map.Entry<K, V>> comparingByKey() {
        return (a, b) -> a.getKey().compareTo(b.getKey());
    }

    /** As {@link java.util.Map.Entry#comparingByValue()}. */
    public static <K, V extends Comparable<? super V>> Comparator<Map.Entry<K, V>> comparingByValue() {
        return (a, b) -> a.getValue().compareTo(b.getValue());
    }

    /** As {@link java.util.Map.Entry#comparingByValue(Comparator)}. */
    public static <K, V> Comparator<Map.Entry<K, V>> comparingByValue(Comparator<? super V> order) {
        return (a, b) -> order.compare(a.getValue(), b.getValue());
    }
}
