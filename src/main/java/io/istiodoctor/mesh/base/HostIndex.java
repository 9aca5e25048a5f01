package io.istiodoctor.mesh.base;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Finds values by hosts that overlap with a host, without looking at every one of them. */
public final class HostIndex<T> {
    /** A value, its host in lower case, and when it was added. */
    public record Entry<T>(int order, String host, T value) {}

    private final Map<String, List<Entry<T>>> byHost = new HashMap<>();
    private final Map<String, List<Entry<T>>> bySuffix = new HashMap<>();
    private final List<Entry<T>> wildcards = new ArrayList<>();
    private final List<Entry<T>> all = new ArrayList<>();

    /** Adds a value under a host, which may be a wildcard; letter case does not count. */
    public void add(String host, T value) {
        Entry<T> entry = new Entry<>(all.size(), host.toLowerCase(Locale.ROOT), value);
        all.add(entry);
        byHost.computeIfAbsent(entry.host, h -> new ArrayList<>(1)).add(entry);
        suffixes(entry.host).forEach(suffix -> bySuffix.computeIfAbsent(suffix, x -> new ArrayList<>(1)).add(entry));
        if (HostPattern.isWildcard(entry.host) && !regular(entry.host)) {
            wildcards.add(entry);
        }
    }

    /** What a host ends in, from each of its dots on. */
    private static List<String> suffixes(String host) {
        List<String> suffixes = new ArrayList<>();
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            suffixes.add(host.substring(dot));
        }
        return suffixes;
    }

    // "*" and "*.x" are found by cutting labels off a name; "*x" needs to be compared.
    private static boolean regular(String wildcard) {
        return wildcard.equals("*") || wildcard.startsWith("*.");
    }

    /** What overlaps with the host, in the order in which it was added. */
    public List<Entry<T>> overlapping(String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        Stream<Entry<T>> found = wanted.equals("*") || HostPattern.isWildcard(wanted) && !regular(wanted) ? all.stream()
                : Stream.concat(candidates(wanted), wildcards.stream());
        return found.filter(e -> HostPattern.overlap(e.host, wanted)).distinct().sorted(Comparator.comparingInt(Entry::order)).toList();
    }

    private Stream<Entry<T>> candidates(String host) {
        List<Entry<T>> found = new ArrayList<>(byHost.getOrDefault(host, List.of()));
        found.addAll(byHost.getOrDefault("*", List.of()));
        suffixes(host).forEach(suffix -> found.addAll(byHost.getOrDefault("*" + suffix, List.of())));
        if (HostPattern.isWildcard(host)) {
            found.addAll(bySuffix.getOrDefault(host.substring(1), List.of()));
        }
        return found.stream();
    }
}
