package io.istiodoctor.model;

import java.util.List;

/**
 * What a check found.
 *
 * @param findings in {@link Finding#ORDER}
 * @param notChecked rules that could not be judged, sorted
 * @param assumptions what was taken for granted because the input does not say it
 * @param objects how many objects were read
 * @param rules how many rules were asked
 * @param unread what a cluster was asked for and did not give
 * @param unanswered what was asked for and not judged at all, so that having found nothing is no answer
 */
public record Diagnosis(List<Finding> findings, List<NotChecked> notChecked, List<String> assumptions, int objects,
        int rules, List<Unread> unread, List<Unanswered> unanswered) {
    /** A diagnosis of a state that was read wholly. */
    public Diagnosis(List<Finding> findings, List<NotChecked> notChecked, List<String> assumptions, int objects, int rules) {
        this(findings, notChecked, assumptions, objects, rules, List.of(), List.of());
    }

    public Diagnosis {
        unread = List.copyOf(unread);
        unanswered = List.copyOf(unanswered);
        findings = List.copyOf(findings);
        notChecked = List.copyOf(notChecked);
        assumptions = List.copyOf(assumptions);
    }

    /** The same with these findings alone. */
    public Diagnosis with(List<Finding> some) {
        return new Diagnosis(some, notChecked, assumptions, objects, rules, unread, unanswered);
    }

    /** How many rules were judged of all that they concern. */
    public int judged() {
        return rules - (int) notChecked.stream().map(NotChecked::rule).distinct().count();
    }

    /** How many findings have exactly this severity. */
    public long count(Severity severity) {
        return findings.stream().filter(f -> f.severity() == severity).count();
    }
}
