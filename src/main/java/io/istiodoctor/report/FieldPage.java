package io.istiodoctor.report;

import io.istiodoctor.cel.FieldEntry;
import io.istiodoctor.cel.TypeEntry;
import io.istiodoctor.report.Page.Span;
import java.util.List;
import java.util.stream.Collectors;

/** What rules can speak of, for people: all types, or one with its fields. */
public final class FieldPage {
    /** The type of what is common to everything that a rule is asked of. */
    static final String COMMON = "Subject";

    private FieldPage() {}

    /** All types, those first that rules are asked of. */
    public static String list(List<TypeEntry> types, Screen screen) {
        Page page = new Page(screen);
        page.line(Role.STRONG, "Types that a rule is asked of, by what it writes behind `for:`");
        types.stream().filter(t -> !t.askedAs().isEmpty()).forEach(t -> line(page, t, t.askedAs() + " (as " + t.variable() + ")"));
        page.blank().line(Role.STRONG, "Types that are reached from these");
        types.stream().filter(t -> t.askedAs().isEmpty()).forEach(t -> line(page, t, t.name()));
        return page.toString();
    }

    private static void line(Page page, TypeEntry type, String name) {
        page.prose(2, 6, new Span(Role.GOOD, name), new Span(Role.PLAIN, type.meaning()));
    }

    /** One type with its fields. */
    public static String of(TypeEntry type, Screen screen) {
        Page page = new Page(screen);
        page.line(new Span(Role.STRONG, type.name()),
                new Span(Role.FAINT, type.askedAs().isEmpty() ? "" : "  for: " + type.askedAs() + ", seen as " + type.variable()));
        page.blank().prose(0, 0, new Span(Role.PLAIN, type.meaning())).blank();
        type.fields().forEach(f -> field(page, f));
        if (!type.askedAs().isEmpty()) {
            page.prose(0, 0, new Span(Role.FAINT, "And what everything has that a rule is asked of: rules fields " + COMMON));
        }
        return page.toString();
    }

    private static void field(Page page, FieldEntry field) {
        page.line(new Span(Role.GOOD, field.name()), new Span(Role.FAINT, "  " + field.gives()));
        page.prose(4, 4, new Span(Role.PLAIN, field.meaning() + more(field)));
        page.prose(4, 6, new Span(Role.FAINT, field.example() + (field.rule().isEmpty() ? "" : " [" + field.rule() + "]"))).blank();
    }

    /** What a field's type and certainty add to its meaning. */
    static String more(FieldEntry field) {
        String words = field.words().isEmpty() ? ""
                : " One of " + field.words().stream().map(w -> "'" + w + "'").collect(Collectors.joining(", ")) + ".";
        return words + (field.certainty().isEmpty() ? "" : " How certain an absence is tells " + field.certainty() + ".");
    }
}
