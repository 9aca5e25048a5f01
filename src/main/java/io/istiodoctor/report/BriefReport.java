package io.istiodoctor.report;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.report.Page.Span;

/** For people who look over many findings: one line each, and the summary. */
final class BriefReport implements Report {
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
        page.line(new Span(Role.of(finding.severity()), finding.severity().label() + " "), new Span(Role.FAINT, place.isEmpty() ? "" : place + " "),
                new Span(Role.STRONG, finding.object() + ": "), new Span(Role.PLAIN, finding.message() + " "), new Span(Role.FAINT, "[" + finding.rule() + "]"));
    }
}
