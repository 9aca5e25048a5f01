package io.istiodoctor.report;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Unread;
import io.istiodoctor.report.Page.Span;
import java.util.List;

/** What a cluster did not give, before everything else: what follows is true of the rest alone. */
final class UnreadText {
    /** Up to here each kind that may not be read has lines of its own. */
    private static final int MANY = 3;

    private UnreadText() {}

    static void addTo(Page page, Diagnosis diagnosis) {
        if (diagnosis.unread().isEmpty()) {
            return;
        }
        addTo(page, diagnosis.unread(), diagnosis.judged() + " of " + diagnosis.rules() + " rules are judged.");
    }

    /**
     * What was not read.
     *
     * @param therefore what that means for what follows, a sentence
     */
    static void addTo(Page page, List<Unread> unread, String therefore) {
        if (!unread.isEmpty()) {
            page.prose(0, 2, new Span(Role.STRONG, "Not all could be read: " + therefore));
            kinds(page, unread);
            page.blank();
        }
    }

    /** The kinds with reasons and missing rights. */
    private static void kinds(Page page, List<Unread> unread) {
        List<Unread> forbidden = unread.stream().filter(u -> u.right().isPresent()).toList();
        boolean many = forbidden.size() > MANY;
        unread.stream().filter(u -> !many || u.right().isEmpty()).forEach(u -> {
            page.prose(2, 4, new Span(Role.PLAIN, bullet(page) + u.what() + ":"), new Span(Role.PLAIN, u.reason()));
            u.right().ifPresent(r -> page.line(Role.FAINT, "      " + r.command()));
        });
        if (many) {
            page.prose(2, 4, new Span(Role.PLAIN, bullet(page) + "forbidden (403):"),
                    new Span(Role.PLAIN, String.join(", ", forbidden.stream().map(Unread::what).toList())
                            + "; the ClusterRole that comes with istio-doctor holds all rights that it uses. This shows the first:"));
            page.line(Role.FAINT, "      " + forbidden.getFirst().right().orElseThrow().command());
        }
    }

    private static String bullet(Page page) {
        return page.screen().pick("• ", "* ");
    }
}
