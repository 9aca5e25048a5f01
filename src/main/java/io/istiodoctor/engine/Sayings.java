package io.istiodoctor.engine;

import io.istiodoctor.model.Finding;
import io.istiodoctor.model.NotChecked;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What rules say. For one thread; those of several are put together. */
final class Sayings {
    private final List<Finding> findings = new ArrayList<>();
    private final Set<NotChecked> notChecked = new TreeSet<>();

    void add(Sayings later) {
        findings.addAll(later.findings);
        notChecked.addAll(later.notChecked);
    }

    void find(Finding finding) {
        findings.add(finding);
    }

    void leaveOpen(NotChecked question) {
        notChecked.add(question);
    }

    /** The same with these findings alone. */
    Sayings only(Predicate<Finding> wanted) {
        Sayings some = new Sayings();
        findings.stream().filter(wanted).forEach(some::find);
        some.notChecked.addAll(notChecked);
        return some;
    }

    /** Findings in the order in which they were made. */
    List<Finding> findings() {
        return findings;
    }

    /** What stayed open. */
    Set<NotChecked> notChecked() {
        return notChecked;
    }
}
