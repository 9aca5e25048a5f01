package io.istiodoctor.cli;

import io.istiodoctor.cluster.FaultyServer.Fault;
import io.istiodoctor.model.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The table of docs/reliability.md: a row a kind, a column a command, in each the exit status where all else is well.
 *
 * @param statuses by kind and way of taking it away: the statuses of the commands in the order of the columns
 */
record UnreadTable(Map<Kind, Map<Fault, List<Integer>>> statuses) {
    private static final String BEGIN = "<!-- what each command ends with; written by UnreadClusterTest -->\n";
    private static final String END = "<!-- end -->";

    /** The rows, by kind. */
    Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        statuses.forEach((kind, byFault) -> {
            int columns = byFault.values().iterator().next().size();
            String cells = IntStream.range(0, columns).mapToObj(i -> cell(byFault, i)).collect(Collectors.joining(" | "));
            rows.put(kind.resourceName(), "| `" + kind.resourceName() + "` | " + cells + " |");
        });
        return rows;
    }

    /** "3", or "3; some namespaces: 0": what most ways end with, then the others. */
    private static String cell(Map<Fault, List<Integer>> byFault, int column) {
        TreeMap<Integer, List<Fault>> byStatus = new TreeMap<>();
        byFault.forEach((fault, all) -> byStatus.computeIfAbsent(all.get(column), s -> new ArrayList<>()).add(fault));
        int usual = byStatus.entrySet().stream().max((a, b) -> Integer.compare(a.getValue().size(), b.getValue().size())).orElseThrow()
                .getKey();
        String others = byStatus.entrySet().stream().filter(e -> e.getKey() != usual)
                .map(e -> "; " + e.getValue().stream().map(Fault::words).collect(Collectors.joining(", ")) + ": " + e.getKey())
                .collect(Collectors.joining());
        return usual + others;
    }

    /** The page with these rows. */
    static String replace(String page, Collection<String> rows) {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String head = page.substring(begin).lines().filter(l -> l.startsWith("|")).limit(2).collect(Collectors.joining("\n", "\n", "\n"));
        return page.substring(0, begin) + head + String.join("\n", rows) + "\n\n" + page.substring(page.indexOf(END));
    }

    /** Whether a line of the page is a kind's row and says of one way what was seen. */
    static boolean agrees(String line, Kind kind, Map<Fault, List<Integer>> seen) {
        String[] cells = line.split(" \\| ");
        return line.startsWith("| `" + kind.resourceName() + "` |")
                && seen.entrySet().stream().allMatch(e -> IntStream.range(0, e.getValue().size())
                        .allMatch(i -> stated(cells[i + 1], e.getKey()) == e.getValue().get(i)));
    }

    private static int stated(String cell, Fault fault) {
        for (String part : cell.replace(" |", "").split("; ")) {
            if (part.contains(fault.words())) {
                return Integer.parseInt(part.substring(part.lastIndexOf(' ') + 1));
            }
        }
        return Integer.parseInt(cell.substring(0, 1));
    }
}
