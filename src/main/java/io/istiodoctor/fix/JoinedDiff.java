package io.istiodoctor.fix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Several diffs as one, in which every file stands once: {@code patch} counts lines from the beginning of a file. */
final class JoinedDiff {
    private static final Pattern HUNK = Pattern.compile("(?m)^@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@\n(?:[ +\\-\\\\].*\n)*");
    private static final Pattern FILE = Pattern.compile("(?m)^--- .*\n\\+\\+\\+ .*\n");

    private JoinedDiff() {}

    /** The diff; empty when there is none, or when two of them change the same lines. */
    static Optional<String> of(List<String> diffs) {
        Map<String, List<Hunk>> files = new LinkedHashMap<>();
        for (String diff : diffs) {
            Matcher file = FILE.matcher(diff);
            if (!file.lookingAt()) {
                return Optional.empty();
            }
            List<Hunk> hunks = files.computeIfAbsent(file.group(), f -> new ArrayList<>());
            HUNK.matcher(diff.substring(file.end())).results().forEach(h -> hunks.add(new Hunk(Integer.parseInt(h.group(1)),
                    Integer.parseInt(h.group(2)), Integer.parseInt(h.group(4)), h.group().substring(h.group().indexOf('\n') + 1))));
        }
        StringBuilder joined = new StringBuilder();
        for (Map.Entry<String, List<Hunk>> file : files.entrySet()) {
            joined.append(file.getKey());
            int shift = 0;
            int end = 0;
            for (Hunk hunk : file.getValue().stream().sorted(Comparator.comparingInt(Hunk::from)).toList()) {
                if (hunk.from < end) {
                    return Optional.empty();
                }
                end = hunk.from + hunk.removed;
                joined.append("@@ -").append(hunk.from).append(',').append(hunk.removed).append(" +").append(hunk.to(shift)).append(',')
                        .append(hunk.added).append(" @@\n").append(hunk.lines);
                shift += hunk.added - hunk.removed;
            }
        }
        return Optional.of(joined.toString()).filter(j -> !j.isEmpty());
    }

    private record Hunk(int from, int removed, int added, String lines) {
        // Where nothing is left of it, a hunk is said to stand behind the line before.
        int to(int shift) {
            return from + shift + (removed == 0 ? 1 : 0) - (added == 0 ? 1 : 0);
        }
    }
}
