package io.istiodoctor.report;

import io.istiodoctor.model.Finding;
import io.istiodoctor.report.Page.Span;
import io.istiodoctor.trace.UrlRow;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Hosts with their URLs, as short as can be: URLs that differ in nothing but the address are one line, and of many the ones come first that do not work.
 *
 * @param byHost by what clients call the host: a name, or "any host" for what is known by its address alone
 */
record ExposedHosts(Map<String, List<Way>> byHost) {
    private static final int HOSTS = 12;
    private static final int URLS = 6;
    /** Of a host at which all is well, where there are many hosts. */
    private static final int EXAMPLES = 2;

    /**
     * A URL that stands for others with the same end.
     *
     * @param more how many others there are
     */
    record Way(UrlRow row, int more) {}

    private record Sameness(String path, String to, UrlRow.Answer answer) {}

    static ExposedHosts of(List<UrlRow> rows) {
        Map<String, List<Way>> byHost = new LinkedHashMap<>();
        rows.stream().collect(Collectors.groupingBy(r -> named(r) ? r.host() : "", LinkedHashMap::new, Collectors.toList()))
                .forEach((host, group) -> byHost.put(host, ways(group)));
        return new ExposedHosts(byHost);
    }

    private static boolean named(UrlRow row) {
        return row.address().isPresent() || row.via().isEmpty() || row.wanted().isPresent() && !row.url().contains("<");
    }

    private static List<Way> ways(List<UrlRow> rows) {
        Map<Sameness, List<UrlRow>> same = rows.stream().collect(Collectors.groupingBy(
                r -> new Sameness(path(r.url()), r.to(), r.answer()), LinkedHashMap::new, Collectors.toList()));
        return same.values().stream().map(g -> new Way(g.getFirst(), g.size() - 1)).sorted(Comparator.comparing(w -> w.row().works()))
                .toList();
    }

    private static String path(String url) {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        return url.substring(0, url.indexOf(':')) + (slash < 0 ? "" : url.substring(slash));
    }

    /** @param causes the findings that are told below, in their order; lines refer to them by number */
    void addTo(Page page, List<Finding> causes) {
        List<Map.Entry<String, List<Way>>> order = byHost.entrySet().stream()
                .sorted(Comparator.comparing(e -> e.getValue().stream().allMatch(w -> w.row().works()))).toList();
        order.stream().limit(HOSTS).forEach(e -> {
            page.line(Role.STRONG, e.getKey().isEmpty() ? "by address" : e.getKey());
            int room = order.size() > URLS && e.getValue().stream().allMatch(w -> w.row().works()) ? EXAMPLES : URLS;
            e.getValue().stream().limit(room).forEach(w -> way(page, w, causes));
            more(page, e.getValue().size() - room, "URL", "  ");
        });
        more(page, order.size() - HOSTS, "host", "");
        if (!order.isEmpty()) {
            page.blank();
        }
    }

    private static void more(Page page, int number, String what, String indent) {
        if (number > 0) {
            page.line(Role.FAINT, indent + "... and " + number + " more " + what + (number == 1 ? "" : "s"));
        }
    }

    private static void way(Page page, Way way, List<Finding> causes) {
        UrlRow row = way.row();
        Screen screen = page.screen();
        String others = way.more() == 0 ? "" : " (and " + way.more() + " other address" + (way.more() == 1 ? ")" : "es)");
        Span mark = new Span(VerdictMark.role(row.verdict()), "  " + VerdictMark.of(row.verdict(), screen) + " ");
        if (row.works()) {
            page.line(mark, new Span(Role.PLAIN, row.url()),
                    new Span(Role.FAINT, screen.pick(" → ", " -> ") + UrlsText.destination(row) + others));
            return;
        }
        List<String> numbers = row.answer().findings().stream().filter(causes::contains).map(f -> Integer.toString(causes.indexOf(f) + 1))
                .toList();
        String reference = numbers.isEmpty() ? "" : causes.size() == 1 ? ", see below" : ", see [" + String.join("], [", numbers) + "]";
        page.line(mark, new Span(Role.PLAIN, row.url()), new Span(Role.FAINT, others));
        page.prose(6, 6,
                new Span(VerdictMark.role(row.verdict()), row.verdict().label() + row.answer().at().map(a -> " at " + a.label()).orElse("")
                        + (numbers.isEmpty() ? ":" : "")),
                new Span(Role.PLAIN, numbers.isEmpty() ? row.answer().why() : "(" + row.answer().expect() + ")" + reference));
    }
}
