package io.istiodoctor.report;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Location;
import io.istiodoctor.model.NotChecked;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Severity;
import io.istiodoctor.report.Page.Span;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** For people at a terminal: findings by object, the summary, then what was not checked and what was assumed. */
final class TextReport implements Report {
    private static final int RULE = 3;
    /** Up to here each finding tells its reason; of more, the first of each rule. */
    private static final int FEW = 10;
    /** Up to here each kind that files lack has a line of its own, with the rules that wait for it. */
    private static final int MANY = 2;
    /** Up to here the rules that wait for something are named. */
    private static final int NAMED = 8;

    @Override
    public String name() {
        return "text";
    }

    @Override
    public boolean forPeople() {
        return true;
    }

    @Override
    public String render(Diagnosis diagnosis, Screen screen) {
        Page page = new Page(screen);
        UnreadText.addTo(page, diagnosis);
        Set<String> reasoned = new HashSet<>();
        boolean many = diagnosis.findings().size() > FEW;
        Map<Object, Finding> changes = new HashMap<>();
        byObject(diagnosis.findings()).forEach((object, findings) -> group(page, object, findings, f -> reasoned.add(f.rule()) || !many,
                f -> f.fixes().stream().findFirst().flatMap(FindingText::change)
                        .flatMap(c -> Optional.ofNullable(changes.putIfAbsent(c, f)))));
        summary(page, diagnosis);
        notChecked(page, diagnosis.notChecked());
        assumptions(page, diagnosis.assumptions());
        return page.toString();
    }

    private static Map<ObjectRef, List<Finding>> byObject(List<Finding> findings) {
        return findings.stream().collect(Collectors.groupingBy(Finding::object, LinkedHashMap::new, Collectors.toList()));
    }

    private static void group(Page page, ObjectRef object, List<Finding> findings, Predicate<Finding> reasoned,
            Function<Finding, Optional<Finding>> earlier) {
        String name = object + group(object);
        String place = findings.getFirst().location().map(TextReport::place).orElse("");
        heading(page, Brief.line(Hostile.line(name)), Brief.line(Hostile.line(place)));
        findings.forEach(finding -> new FindingText(finding, reasoned.test(finding), earlier.apply(finding)).addTo(page));
    }

    /** A rule across the page with the object on its left and the file on its right, or below where there is no room. */
    private static void heading(Page page, String name, String place) {
        String dash = page.screen().pick("─", "-");
        int room = page.screen().proseWidth() - RULE - DisplayWidth.of(name) - 1;
        boolean fits = DisplayWidth.of(place) + 1 + RULE <= room;
        String right = place.isEmpty() || !fits ? "" : " " + place;
        page.line(new Span(Role.FAINT, dash.repeat(RULE - 1) + " "), new Span(Role.STRONG, name),
                new Span(Role.FAINT, " " + dash.repeat(Math.max(0, room - DisplayWidth.of(right))) + right));
        if (!fits) {
            page.line(Role.FAINT, " ".repeat(RULE) + place);
        }
        page.blank();
    }

    /** "file:line". */
    static String place(Location location) {
        return (location.file().equals("-") ? "standard input" : location.file()) + ":" + location.line();
    }

    /** The API group where the kind's name alone may mean an object of Istio or of Kubernetes itself. */
    private static String group(ObjectRef object) {
        Kind usual = Arrays.stream(Kind.values()).filter(k -> k.kind().equals(object.kind())).findFirst().orElse(null);
        Kind actual = object.known().orElse(null);
        return actual == null || actual == usual ? "" : " (" + actual.group() + ")";
    }

    static void summary(Page page, Diagnosis diagnosis) {
        String rules = (diagnosis.judged() == diagnosis.rules() ? "" : diagnosis.judged() + " of ") + count(diagnosis.rules(), "rule");
        String scope = "in " + count(diagnosis.objects(), "object") + " (" + rules + ")";
        if (diagnosis.findings().isEmpty()) {
            // A tick stands only over what was read and judged.
            boolean known = diagnosis.unread().isEmpty() && diagnosis.unanswered().isEmpty() && diagnosis.judged() > 0;
            page.line(known ? new Span(Role.GOOD, page.screen().pick("✔ ", "") + "Nothing found")
                    : new Span(Role.STRONG, "Nothing found, but not all was judged:"), new Span(Role.PLAIN, " " + scope));
            return;
        }
        String counts = Arrays.stream(Severity.values()).sorted((a, b) -> b.compareTo(a))
                .filter(s -> diagnosis.count(s) > 0).map(s -> count(diagnosis.count(s), s.label()))
                .collect(Collectors.joining(", "));
        page.line(new Span(Role.STRONG, counts), new Span(Role.PLAIN, " " + scope));
        page.line(Role.FAINT, "More about a rule: istio-doctor explain " + diagnosis.findings().getFirst().rule());
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static void notChecked(Page page, List<NotChecked> notChecked) {
        if (notChecked.isEmpty()) {
            return;
        }
        page.blank().line(Role.STRONG, "Not checked");
        List<NotChecked> absent = notChecked.stream().filter(n -> n.absentKind().isPresent()).toList();
        List<String> kinds = absent.stream().flatMap(n -> n.absentKind().stream()).distinct().toList();
        boolean together = kinds.size() > MANY;
        if (together) {
            page.prose(2, 4, new Span(Role.PLAIN, bullet(page) + Coverage.None.ofFiles(kinds) + ":"), new Span(Role.FAINT,
                    count(absent.stream().map(NotChecked::rule).distinct().count(), "rule") + ", which -o json names"));
        }
        Map<String, List<String>> byReason = notChecked.stream().filter(n -> !together || n.absentKind().isEmpty()).collect(Collectors
                .groupingBy(NotChecked::reason, LinkedHashMap::new, Collectors.mapping(NotChecked::rule, Collectors.toList())));
        byReason.forEach((reason, rules) -> page.prose(2, 4, new Span(Role.PLAIN, bullet(page) + reason + ":"),
                new Span(Role.FAINT,
                        rules.size() > NAMED ? count(rules.size(), "rule") + ", which -o json names" : String.join(", ", rules))));
    }

    private static void assumptions(Page page, List<String> assumptions) {
        if (assumptions.isEmpty()) {
            return;
        }
        page.blank().line(Role.STRONG, "Assumed");
        assumptions.forEach(a -> page.prose(2, 4, new Span(Role.PLAIN, bullet(page) + a)));
    }

    private static String bullet(Page page) {
        return page.screen().pick("• ", "* ");
    }
}
