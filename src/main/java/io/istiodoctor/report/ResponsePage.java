package io.istiodoctor.report;

import io.istiodoctor.report.Page.Span;
import io.istiodoctor.trace.ResponseFlags.Meaning;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What response codes and flags mean, for people. */
public final class ResponsePage {
    private ResponsePage() {}

    /**
     * The page.
     *
     * @param known names of the rules there are; others are not named
     */
    public static String render(List<Meaning> meanings, Set<String> known, Screen screen) {
        Page page = new Page(screen);
        for (Meaning meaning : meanings) {
            page.prose(0, 2, new Span(Role.STRONG, meaning.name() + ":"), new Span(Role.PLAIN, meaning.title()));
            page.blank().prose(2, 2, new Span(Role.PLAIN, meaning.meaning())).blank();
            List<String> rules = meaning.rules().stream().filter(known::contains).toList();
            if (!rules.isEmpty()) {
                page.line(Role.FAINT, "  Rules that look for causes:");
                rules.forEach(r -> page.line(Role.PLAIN, "    " + r));
                page.blank();
                page.command(4, Stream.concat(Stream.of("check", "-A"), rules.stream()).toList());
                page.blank();
            }
        }
        return page.toString();
    }
}
