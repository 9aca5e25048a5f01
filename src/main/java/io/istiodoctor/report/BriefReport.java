package io.istiodoctor.report;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.report.Page.Span;

/** For people who look over many findings: one line each, broken between words only where somebody reads it, and the summary. */
final class BriefReport implements Report {
    private static final int REST = 4;

    @Override
    public String name() {
        return "brief";
    }

    @Override
    public boolean forPeople() {
        return true;
    }

    @Override
    public String render(Diagnosis diagnosis, Screen screen) {
        Page page = new Page(screen);
        UnreadText.addTo(page, diagnosis);
        diagnosis.findings().forEach(f -> line(page, f));
        TextReport.summary(page, diagnosis);
        return page.toString();
    }

    private static void line(Page page, Finding finding) {
        String place = finding.location().map(l -> TextReport.place(l) + ":").orElse("");
        Span[] spans = {new Span(Role.of(finding.severity()), finding.severity().label() + " "),
                new Span(Role.FAINT, place.isEmpty() ? "" : place + " "), new Span(Role.STRONG, finding.object() + ": "),
                new Span(Role.PLAIN, finding.message() + " "), new Span(Role.FAINT, "[" + finding.rule() + "]")};
        if (page.screen().terminal()) {
            page.prose(0, REST, spans);
        } else {
            page.line(spans);
        }
    }
}
