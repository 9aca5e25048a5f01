package io.istiodoctor.report;

import io.istiodoctor.fix.FileChange;
import io.istiodoctor.mend.Mending;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.mend.Remedy;
import io.istiodoctor.report.Page.Span;
import io.istiodoctor.trace.Verdict;
import java.util.List;

/** What mends requests, for people: what is changed and why, then a diff that {@code patch -p0} takes, or commands. */
public final class MendText {
    private MendText() {}

    /** Every request, in order. */
    public static String render(List<Proposal> proposals, Screen screen) {
        Page page = new Page(screen);
        for (int i = 0; i < proposals.size(); i++) {
            if (i > 0) {
                page.blank();
            }
            add(proposals.get(i), page);
        }
        return page.toString();
    }

    private static void add(Proposal proposal, Page page) {
        Mending mending = proposal.mending();
        String url = mending.request().url();
        switch (mending.verdict()) {
            case NOTHING_TO_MEND -> {
                Verdict end = mending.known() ? Verdict.REACHABLE : Verdict.UNKNOWN;
                page.prose(0, 2, new Span(VerdictMark.role(end), VerdictMark.of(end, page.screen())), new Span(Role.STRONG, url),
                        new Span(Role.PLAIN, !mending.known() ? "is not known to arrive." : mending.left().isEmpty()
                                ? "arrives; there is nothing to mend." : "is answered as a rule says; there is nothing to mend."));
                if (!mending.left().isEmpty()) {
                    page.prose(2, 2, new Span(Role.PLAIN, mending.left()));
                }
            }
            case MENDED -> {
                int count = mending.changes().size();
                page.prose(0, 2, new Span(Role.GOOD, page.screen().pick("✔", "+")), new Span(Role.STRONG, url),
                        new Span(Role.PLAIN, "arrives after " + (count == 1 ? "one change:" : count + " changes:")));
                titles(mending.changes(), page);
                page.blank();
                proposal.files().forEach(f -> file(f, page));
                proposal.commands().forEach(c -> page.line(Role.PLAIN, c));
            }
            case NOT_MENDED -> {
                page.prose(0, 2, mending.known() ? new Span(Role.ERROR, page.screen().pick("✖", "x")) : new Span(Role.WARNING, "?"),
                        new Span(Role.STRONG, url),
                        new Span(Role.PLAIN, mending.known() ? "does not arrive, and nothing was found that lets it."
                                : "may arrive or not, which is not known, and nothing was found that makes it certain."));
                page.prose(2, 2, new Span(Role.PLAIN, mending.left()));
                if (!mending.withheld().isEmpty()) {
                    page.prose(2, 2, new Span(Role.WARNING, "It would arrive if something was less protected; --weaken takes that:"));
                    titles(mending.withheld(), page);
                }
                if (!mending.candidates().isEmpty()) {
                    page.prose(2, 2, new Span(Role.PLAIN, "No object says where it should lead. Say it:"));
                    mending.candidates().forEach(c -> page.line(Role.PLAIN, "    --to " + c));
                }
            }
        }
    }

    private static void titles(List<Remedy> remedies, Page page) {
        for (int i = 0; i < remedies.size(); i++) {
            page.prose(2, 5, new Span(Role.FAINT, i + 1 + "."), new Span(Role.PLAIN, remedies.get(i).title() + "."),
                    new Span(Role.WARNING, remedies.get(i).weakens() ? "This weakens a protection." : ""));
        }
    }

    private static void file(FileChange file, Page page) {
        file.diff().ifPresentOrElse(d -> diff(d, page), () -> page.prose(0, 2, new Span(Role.WARNING, file.name() + ":"),
                new Span(Role.PLAIN, "what changes stands on a line with a Secret, which is not shown; --apply writes it.")));
    }

    private static void diff(String diff, Page page) {
        diff.lines()
                .forEach(l -> page.line(
                        l.startsWith("-") ? Role.ERROR : l.startsWith("+") ? Role.GOOD : l.startsWith("@@") ? Role.FAINT : Role.PLAIN,
                        l.isEmpty() ? " " : l));
    }

    /** How a change is taken back of which it is not known whether it was made. */
    public static String wayBackOfLost(String undo, Screen screen) {
        Page page = new Page(screen);
        page.line(Role.STRONG, "If the last change was made, the way back begins with:");
        page.line(Role.PLAIN, undo);
        return page.toString();
    }

    /** How the changes are taken back. */
    public static String wayBack(List<Proposal> proposals, Screen screen) {
        Page page = new Page(screen);
        List<String> undo = proposals.stream().flatMap(p -> p.undo().stream()).toList();
        boolean files = proposals.stream().anyMatch(p -> !p.files().isEmpty());
        if (files) {
            page.prose(0, 0, new Span(Role.PLAIN, "Written. The way back: patch -R -p0 with the diff above."));
        }
        proposals.stream().flatMap(p -> p.files().stream()).filter(f -> f.diff().isEmpty()).map(FileChange::name).distinct()
                .forEach(f -> page.prose(0, 2, new Span(Role.WARNING, f + ":"),
                        new Span(Role.PLAIN, "the way back is a copy of your own; the change is not shown because of a Secret.")));
        if (!undo.isEmpty()) {
            page.line(Role.STRONG, "The way back:");
            undo.forEach(u -> page.line(Role.PLAIN, u));
        }
        return page.toString();
    }
}
