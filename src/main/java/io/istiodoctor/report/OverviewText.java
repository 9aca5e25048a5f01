package io.istiodoctor.report;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.Severity;
import io.istiodoctor.report.Page.Span;
import io.istiodoctor.trace.UrlRow;
import io.istiodoctor.trace.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The first screen: what is exposed and whether it answers, what is behind that which does not, and what to type next. */
public final class OverviewText {
    private static final int FINDINGS = 4;

    private final Overview overview;
    private final ExposedHosts hosts;
    private final List<Finding> causes;
    private final List<Finding> shown;
    private final Page page;

    private OverviewText(Overview overview, Screen screen) {
        this.overview = overview;
        this.hosts = ExposedHosts.of(overview.urls());
        this.causes = overview.urls().stream().filter(r -> !r.works()).flatMap(r -> r.answer().findings().stream()).distinct().toList();
        this.shown = shown(overview, causes);
        this.page = new Page(screen);
    }

    // Where findings do not tell all that is broken, or nothing that is exposed is, errors elsewhere are what there is to say.
    private static List<Finding> shown(Overview overview, List<Finding> causes) {
        boolean told = !causes.isEmpty() && overview.urls().stream().filter(r -> r.verdict() == Verdict.BROKEN)
                .noneMatch(r -> r.answer().findings().isEmpty());
        Stream<Finding> errors = overview.diagnosis().findings().stream().filter(f -> !told && f.severity() == Severity.ERROR);
        return Stream.concat(causes.stream(), errors).distinct().limit(FINDINGS).toList();
    }

    /**
     * The whole screen with its last line break.
     *
     * @param options the words that make other commands look at the same; may be empty
     */
    public static String render(Overview overview, List<String> options, Screen screen) {
        return new OverviewText(overview, screen).render(options);
    }

    private String render(List<String> options) {
        UnreadText.addTo(page, overview.diagnosis());
        page.line(new Span(Role.STRONG, "Looked at "),
                new Span(Role.PLAIN, overview.lookedAt() + " (" + count(overview.diagnosis().objects(), "object") + ")"));
        page.blank();
        if (overview.urls().isEmpty()) {
            boolean known = overview.diagnosis().unread().isEmpty();
            page.prose(0, 0, new Span(Role.STRONG, known ? "Nothing is exposed:" : "Nothing exposed was found:"), new Span(Role.PLAIN, known
                    ? "no Gateway, Ingress or Service lets clients in." : "whether anything lets clients in cannot be told.")).blank();
        }
        hosts.addTo(page, shown);
        shown.forEach(this::cause);
        rest();
        next(options);
        return page.toString();
    }

    private void cause(Finding finding) {
        String number = shown.size() == 1 && causes.size() <= 1 ? "" : "[" + (shown.indexOf(finding) + 1) + "] ";
        page.prose(0, 2, new Span(Role.of(finding.severity()), number + finding.severity().label() + ":"),
                new Span(Role.STRONG, finding.message()),
                new Span(Role.FAINT, "[" + finding.rule() + "]"));
        page.prose(2, 4, new Span(Role.FAINT, finding.location().map(TextReport::place).orElse(finding.object() + ", " + finding.field())));
        Optional<Fix> first = finding.fixes().stream().findFirst();
        Optional<Finding> before = shown.stream().limit(shown.indexOf(finding))
                .filter(f -> first.isPresent() && f.fixes().stream().findFirst().equals(first)).findFirst();
        if (before.isPresent()) {
            page.prose(2, 7, new Span(Role.GOOD, "fix:"),
                    new Span(Role.PLAIN, "The same as of [" + (shown.indexOf(before.get()) + 1) + "]")).blank();
        } else {
            first.ifPresent(fix -> FindingText.fix(page, fix, 2));
        }
        if (finding.fixes().isEmpty()) {
            page.blank();
        }
    }

    private void rest() {
        List<Finding> others = overview.diagnosis().findings().stream().filter(f -> !shown.contains(f)).toList();
        Diagnosis rest = overview.diagnosis().with(others);
        String told = Arrays.stream(Severity.values()).sorted(Comparator.reverseOrder()).filter(s -> rest.count(s) > 0)
                .map(s -> count(rest.count(s), s.label())).collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            page.prose(0, 2, new Span(Role.STRONG, (shown.isEmpty() ? "" : "Also ") + told + ".")).blank();
        } else if (shown.isEmpty()) {
            boolean known = overview.diagnosis().unread().isEmpty() && overview.diagnosis().judged() > 0;
            page.prose(0, 2, new Span(known ? Role.GOOD : Role.PLAIN, "No mistakes found"),
                    new Span(Role.PLAIN, "by " + overview.diagnosis().judged() + " of "
                            + count(overview.diagnosis().rules(), "rule") + "."))
                    .blank();
        }
    }

    private void next(List<String> options) {
        page.line(Role.STRONG, "Next");
        Optional<UrlRow> row = overview.urls().stream().filter(r -> !r.url().contains("<"))
                .min(Comparator.comparingInt(OverviewText::interest));
        row.filter(r -> r.verdict() == Verdict.BROKEN)
                .ifPresent(r -> hint(request("mend", r), options, "the smallest change after which it arrives"));
        row.ifPresent(
                r -> hint(request("trace", r), options, r.works() ? "the way of a request, hop by hop" : "where it stops, hop by hop"));
        if (!overview.diagnosis().findings().isEmpty()) {
            hint(List.of("check"), options, "all findings, why, and how to mend them");
        }
        if (!overview.urls().isEmpty()) {
            hint(List.of("urls"), options, "a curl line for every URL");
        }
        hint(List.of("--help"), List.of(), "all commands");
    }

    private static int interest(UrlRow row) {
        return List.of(Verdict.BROKEN, Verdict.SUSPECT, Verdict.UNKNOWN, Verdict.REACHABLE, Verdict.REDIRECTED).indexOf(row.verdict());
    }

    /** A command that asks for a URL with what its route wants to see. */
    private static List<String> request(String command, UrlRow row) {
        List<String> words = new ArrayList<>(List.of(command, row.url()));
        row.needs().headers().forEach(h -> words.addAll(List.of("-H", h)));
        row.needs().method().ifPresent(m -> words.addAll(List.of("--method", m)));
        return words;
    }

    private void hint(List<String> command, List<String> options, String what) {
        page.prose(2, 4, new Span(Role.FAINT, "# " + what));
        page.command(2, Stream.concat(command.stream(), options.stream()).toList());
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
