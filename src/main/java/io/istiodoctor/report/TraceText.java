package io.istiodoctor.report;

import io.istiodoctor.report.Page.Span;
import io.istiodoctor.trace.Hop;
import io.istiodoctor.trace.HopStatus;
import io.istiodoctor.trace.Stage;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.Verdict;
import java.util.List;

/** A trace for people: the way from the client to the pod, top down, with the break and its mending where it is. */
public final class TraceText {
    private static final int STAGE = 12;
    private static final int TEXT = 4 + STAGE;

    private TraceText() {}

    /**
     * The whole page with its last line break.
     *
     * @param mend the words behind {@code istio-doctor} that ask for the smallest change after which this request arrives; empty where
     *     nothing can be changed
     */
    public static String render(Trace trace, List<String> mend, Screen screen) {
        Page page = new Page(screen);
        UnreadText.addTo(page, trace.unread(), "what follows is said of the rest.");
        page.line(new Span(Role.STRONG, trace.url())).blank();
        page.line(new Span(Role.FAINT, "  client"));
        int decisive = decisive(trace.hops());
        for (int i = 0; i < trace.hops().size(); i++) {
            Hop hop = trace.hops().get(i);
            if (i > 0 && hop.stage() == Stage.ENTRY) {
                page.line(new Span(Role.FAINT, "  " + page.screen().pick("↪", ">") + " follows the redirect"));
            }
            boolean behind = decisive >= 0 && trace.hops().get(decisive).status() == HopStatus.BROKEN && i > decisive;
            hop(page, hop, behind);
            if (i == decisive) {
                detail(page, hop);
            } else if (behind) {
                hop.findings()
                        .forEach(f -> page.prose(TEXT, TEXT + 2, new Span(Role.of(f.severity()), f.severity().label() + ":"),
                                new Span(Role.PLAIN, f.message()),
                                new Span(Role.FAINT, "[" + f.rule() + "]")));
            }
        }
        if (decisive != trace.hops().size() - 1 || trace.hops().get(decisive).findings().isEmpty()) {
            page.blank();
        }
        conclusion(page, trace, mend);
        return page.toString();
    }

    /** The first broken hop, else the first suspect one; -1 when there is neither. */
    private static int decisive(List<Hop> hops) {
        for (HopStatus status : List.of(HopStatus.BROKEN, HopStatus.SUSPECT)) {
            for (int i = 0; i < hops.size(); i++) {
                if (hops.get(i).status() == status) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static void hop(Page page, Hop hop, boolean behind) {
        Role plain = behind ? Role.FAINT : Role.PLAIN;
        String stage = hop.stage().label();
        page.line(new Span(Role.FAINT, "  " + page.screen().pick("│", "|")));
        page.line(new Span(behind ? Role.FAINT : role(hop.status()), "  " + mark(page.screen(), hop.status())),
                new Span(plain, " " + stage + " ".repeat(STAGE - stage.length())),
                new Span(behind ? Role.FAINT : Role.STRONG, hop.object().map(Object::toString).orElse("")));
        page.prose(TEXT, TEXT, new Span(plain, hop.message()));
    }

    private static void detail(Page page, Hop hop) {
        if (!hop.findings().isEmpty()) {
            page.blank();
            hop.findings().forEach(f -> new FindingText(f).addTo(page));
        }
    }

    private static void conclusion(Page page, Trace trace, List<String> mend) {
        String at = trace.at().map(s -> " at " + s.label()).orElse("");
        Role role = VerdictMark.role(trace.verdict());
        page.prose(0, 2, new Span(role, trace.verdict().label() + at + "."), new Span(Role.PLAIN, "The client sees:"),
                new Span(Role.STRONG, trace.expect()));
        if (trace.verdict() == Verdict.BROKEN && trace.expect().matches("\\d{3} [A-Z]{2,}")) {
            page.line(Role.FAINT, "More about that answer: istio-doctor explain " + trace.expect());
        }
        if (trace.verdict() == Verdict.BROKEN && !mend.isEmpty()) {
            page.line(Role.FAINT, "The smallest change that lets it through:").command(2, mend);
        }
    }

    private static Role role(HopStatus status) {
        return switch (status) {
            case OK -> Role.GOOD;
            case UNKNOWN -> Role.INFO;
            case SUSPECT -> Role.WARNING;
            case BROKEN -> Role.ERROR;
        };
    }

    private static String mark(Screen screen, HopStatus status) {
        return switch (status) {
            case OK -> screen.pick("✔", "+");
            case UNKNOWN -> "?";
            case SUSPECT -> screen.pick("▲", "!");
            case BROKEN -> screen.pick("✖", "x");
        };
    }
}
