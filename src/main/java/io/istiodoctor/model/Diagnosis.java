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
 */
public record Diagnosis(List<Finding> findings, List<NotChecked> notChecked, List<String> assumptions, int objects,
        int rules) {
    public Diagnosis {
        findings = List.copyOf(findings);
        notChecked = List.copyOf(notChecked);
        assumptions = List.copyOf(assumptions);
    }

    /** How many findings have exactly this severity. */
    public long count(Severity severity) {
        return findings.stream().filter(f -> f.severity() == severity).count();
    }
}
