package io.istiodoctor.report;

import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.RelatedObject;
import io.istiodoctor.report.Page.Span;
import java.util.List;
import java.util.Optional;

/** One finding below its object's name: message, source line, reason, fixes, related objects. */
final class FindingText {
    private static final int MARGIN = 2;
    private static final int BODY = 4;

    private final Finding finding;

    private final boolean reasoned;

    private final Optional<Finding> earlier;

    FindingText(Finding finding) {
        this(finding, true, Optional.empty());
    }

    /**
     * Its text.
     *
     * @param reasoned whether the reason is told; of many findings of one rule once is enough
     * @param earlier one above whose first change is the same
     */
    FindingText(Finding finding, boolean reasoned, Optional<Finding> earlier) {
        this.finding = finding;
        this.reasoned = reasoned;
        this.earlier = earlier;
    }

    void addTo(Page page) {
        String name = RuleCard.names(finding.rule(), finding.aliases());
        page.prose(MARGIN, BODY, new Span(Role.of(finding.severity()), mark(page.screen()) + finding.severity().label() + ":"),
                new Span(Role.STRONG, finding.message()), new Span(Role.FAINT, "[" + name + "]"));
        page.blank();
        finding.location().filter(location -> !location.text().isEmpty()).ifPresentOrElse(location -> {
            new SourceExcerpt(location, page.screen()).addTo(page, BODY);
            page.blank();
        }, () -> field(page));
        if (reasoned && !finding.why().isBlank()) {
            page.prose(BODY, BODY, new Span(Role.PLAIN, finding.why())).blank();
        }
        for (RelatedObject related : finding.related()) {
            page.prose(BODY, BODY + 2, new Span(Role.INFO, "see"), new Span(Role.PLAIN, related.object() + ": " + related.message()));
        }
        if (!finding.related().isEmpty()) {
            page.blank();
        }
        earlier.ifPresent(e -> page.prose(BODY, BODY + 5, new Span(Role.GOOD, "fix:"),
                new Span(Role.PLAIN, "The change for " + e.rule() + " of " + e.object() + " above mends this too")).blank());
        finding.fixes().stream().skip(earlier.isPresent() ? 1 : 0).forEach(fix -> fix(page, fix, BODY));
    }

    /** What a fix changes, the same for those that change the same; empty where it is only said where to look. */
    static Optional<Object> change(Fix fix) {
        return fix.diff().<Object>map(d -> d)
                .or(() -> fix.patch().isEmpty() ? Optional.empty() : Optional.of(List.of(fix.target(), fix.patch())));
    }

    // Where no line is shown. What a file of Secrets holds there is not told.
    private void field(Page page) {
        if (!finding.field().isEmpty()) {
            String value = finding.value().filter(v -> finding.location().isEmpty()).map(v -> ": " + v).orElse("");
            page.prose(BODY, BODY + 2, new Span(Role.INFO, "at"), new Span(Role.PLAIN, finding.field() + value)).blank();
        }
    }

    private String mark(Screen screen) {
        return switch (finding.severity()) {
            case ERROR -> screen.pick("✖ ", "");
            case WARNING -> screen.pick("▲ ", "");
            case INFO -> screen.pick("● ", "");
        };
    }

    /** A way to mend a finding, after some blanks. */
    static void fix(Page page, Fix fix, int margin) {
        page.prose(margin, margin + 5, new Span(Role.GOOD, "fix:"), new Span(Role.PLAIN, fix.title())).blank();
        if (fix.diff().isPresent()) {
            diff(page, fix.diff().get(), margin + 2);
        } else if (fix.command().isPresent()) {
            command(page, fix.command().get(), margin + 2);
        } else if (!fix.patch().isEmpty()) {
            fix.patch().forEach(operation -> page.prose(margin + 2, margin + 4, new Span(Role.PLAIN, inWords(operation))));
            page.blank();
        }
    }

    /**
     * A command that spans lines may hold a here-document, a quoted text or a manifest, all of which an indentation would
     * change; so it stands at the margin. Lines are never wrapped: the terminal does that, and undoes it when copying.
     */
    private static void command(Page page, String command, int margin) {
        List<String> lines = command.strip().lines().toList();
        String indent = lines.size() == 1 ? " ".repeat(margin) : "";
        lines.forEach(line -> page.line(Role.PLAIN, indent + line));
        page.blank();
    }

    /** A diff may be indented: patch(1) takes an equal indentation of all lines away. */
    private static void diff(Page page, String diff, int margin) {
        diff.lines().forEach(line -> page.line(role(line), " ".repeat(margin) + line));
        page.blank();
    }

    private static String inWords(PatchOperation operation) {
        String value = operation.value() == null ? "" : ": " + operation.value();
        return operation.op() + " " + operation.path() + value;
    }

    private static Role role(String line) {
        if (line.startsWith("---") || line.startsWith("+++") || line.startsWith("@@")) {
            return Role.FAINT;
        }
        return line.startsWith("-") ? Role.REMOVED : line.startsWith("+") ? Role.ADDED : Role.PLAIN;
    }
}
