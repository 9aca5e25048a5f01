package io.istiodoctor.report;

import io.istiodoctor.report.Page.Span;
import io.istiodoctor.trace.Hop;
import io.istiodoctor.trace.HopStatus;
import io.istiodoctor.trace.Trace;
import java.util.List;

/** Several traces for people: a line each, and under those that do not work half a line why. */
public final class TraceTable {
    private TraceTable() {}

    /** The whole page with its last line break. */
    public static String render(List<Trace> traces, Screen screen) {
        Page page = new Page(screen);
        int url = traces.stream().mapToInt(t -> DisplayWidth.of(t.url())).max().orElse(0);
        UnreadText.addTo(page, traces.stream().findFirst().map(Trace::unread).orElse(List.of()), "what follows is said of the rest.");
        for (Trace t : traces) {
            Role role = VerdictMark.role(t.verdict());
            String mark = VerdictMark.of(t.verdict(), screen);
            String at = t.at().map(s -> " at " + s.label()).orElse("");
            page.line(new Span(role, mark + " "),
                    new Span(Role.PLAIN, t.url() + " ".repeat(Math.max(0, url - DisplayWidth.of(t.url()))) + "  "),
                    new Span(role, t.verdict().label() + at), new Span(Role.FAINT, "  " + t.expect()));
            t.hops().stream().filter(h -> t.at().isPresent() && h.stage() == t.at().get() && h.status() != HopStatus.OK).findFirst()
                    .map(Hop::message)
                    .ifPresent(m -> page.prose(4, 4, new Span(Role.PLAIN, m)));
        }
        return page.toString();
    }
}
