package io.istiodoctor.report;

import io.istiodoctor.model.Unread;
import io.istiodoctor.report.Page.Span;
import io.istiodoctor.trace.ServiceReach;
import io.istiodoctor.trace.UrlRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** URLs for people: one block a host, one row a URL; in columns where there is room. */
public final class UrlsText {
    private static final Pattern CLUSTER_DOMAIN = Pattern.compile("\\.svc\\.[a-z0-9.-]+?(?=:|$)");

    private UrlsText() {}

    /** The whole page with its last line break. */
    public static String render(List<UrlRow> rows, List<Unread> unread, Screen screen) {
        Page page = new Page(screen);
        UnreadText.addTo(page, unread, "there may be other URLs.");
        if (rows.isEmpty()) {
            page.prose(0, 0, new Span(Role.PLAIN,
                    unread.isEmpty() ? "No URL leads to a Service from outside." : "Whether a URL leads in cannot be told."));
        }
        add(page, rows);
        return page.toString();
    }

    /** By which URLs a Service is reached, or what is missing and the manifest that would add it. */
    public static String render(ServiceReach reach, Screen screen) {
        Page page = new Page(screen);
        UnreadText.addTo(page, reach.unread(), "there may be other URLs.");
        page.line(new Span(Role.STRONG, reach.service())).blank();
        if (reach.urls().isEmpty()) {
            page.prose(0, 2, reach.unread().isEmpty() ? new Span(Role.ERROR, "No URL leads to it from outside.")
                    : new Span(Role.INFO, "Whether a URL leads to it cannot be told."));
        } else if (reach.urls().stream().noneMatch(UrlRow::works)) {
            page.prose(0, 2,
                    new Span(Role.STRONG,
                            "No URL is known to lead to it from outside; " + (reach.urls().size() == 1 ? "this one is" : "these are")
                                    + " meant to."))
                    .blank();
        }
        add(page, reach.urls());
        reach.missing().forEach(m -> page.prose(2, 4, new Span(Role.PLAIN, screen.pick("• ", "* ") + m)));
        if (!reach.missing().isEmpty()) {
            page.blank();
        }
        reach.findings().forEach(f -> new FindingText(f).addTo(page));
        reach.manifest().ifPresent(m -> {
            page.prose(0, 2, new Span(Role.GOOD, "This would expose it:")).blank();
            m.lines().forEach(l -> page.line(Role.PLAIN, l));
        });
        return page.toString();
    }

    private static void add(Page page, List<UrlRow> rows) {
        Map<String, List<UrlRow>> byHost = rows.stream()
                .collect(Collectors.groupingBy(UrlRow::host, LinkedHashMap::new, Collectors.toList()));
        int url = widest(rows.stream().map(UrlRow::url).toList());
        int to = widest(rows.stream().map(UrlsText::destination).toList());
        int rest = widest(rows.stream().map(UrlsText::through).toList());
        boolean columns = 4 + url + 2 + to + 2 + rest <= page.screen().width();
        byHost.forEach((host, group) -> {
            page.line(new Span(Role.STRONG, Hostile.line(host)));
            group.forEach(row -> row(page, row, columns, url, to));
            page.blank();
        });
        wanted(page, rows);
    }

    /** How the addresses are found that the commands need. */
    static void wanted(Page page, List<UrlRow> rows) {
        rows.stream().flatMap(r -> r.wanted().stream()).distinct().forEach(w -> {
            page.prose(0, 2, new Span(Role.STRONG, w.name()),
                    new Span(Role.PLAIN, "is not part of what was read. This finds it, for the commands with INGRESS_HOST:"));
            page.line(Role.PLAIN, "  " + w.command()).blank();
        });
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(DisplayWidth::of).max().orElse(0);
    }

    private static void row(Page page, UrlRow row, boolean columns, int url, int to) {
        Span mark = new Span(VerdictMark.role(row.verdict()), "  " + VerdictMark.of(row.verdict(), page.screen()) + " ");
        if (columns) {
            page.line(mark, new Span(Role.PLAIN, pad(row.url(), url) + "  " + pad(destination(row), to) + "  "),
                    new Span(Role.FAINT, through(row)));
        } else {
            page.line(mark, new Span(Role.PLAIN, row.url()));
            page.prose(4, 6, new Span(Role.PLAIN, page.screen().pick("→ ", "-> ") + destination(row)),
                    new Span(Role.FAINT, "by " + through(row)));
        }
        if (!row.works()) {
            page.prose(4, 6,
                    new Span(VerdictMark.role(row.verdict()),
                            row.verdict().label() + row.answer().at().map(a -> " at " + a.label()).orElse("") + ":"),
                    new Span(Role.PLAIN, row.answer().why()), new Span(Role.FAINT, rules(row)));
        }
        page.line(Role.FAINT, "    " + row.command());
    }

    private static String rules(UrlRow row) {
        return row.answer().findings().stream().map(f -> "[" + f.rule() + "]").distinct().collect(Collectors.joining(" "));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - DisplayWidth.of(text)));
    }

    /** "productpage.default:9080": within one cluster the rest of the name says nothing. */
    static String destination(UrlRow row) {
        return CLUSTER_DOMAIN.matcher(row.to()).replaceFirst("");
    }

    private static String through(UrlRow row) {
        return Stream
                .concat(Stream.of(row.via()).filter(v -> !v.isEmpty()),
                        Stream.concat(row.gateway().stream(), row.route().stream()).map(Object::toString))
                .collect(Collectors.joining(", "));
    }
}
