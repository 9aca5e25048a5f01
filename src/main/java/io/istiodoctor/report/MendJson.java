package io.istiodoctor.report;

import io.istiodoctor.mend.Change;
import io.istiodoctor.mend.Mending;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.mend.Remedy;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What mends requests, for programs: one object a line. */
public final class MendJson {
    private MendJson() {}

    /** Every request, in order. */
    public static String render(List<Proposal> proposals) {
        return proposals.stream().map(p -> JsonReport.line(tree(p))).collect(Collectors.joining());
    }

    private static Map<String, Object> tree(Proposal proposal) {
        Mending mending = proposal.mending();
        Map<String, Object> tree = DiagnosisTree.ordered("url", mending.request().url(), "verdict", mending.verdict().label(),
                "changes", mending.changes().stream().map(MendJson::remedy).toList());
        if (!mending.known()) {
            tree.put("known", false);
        }
        if (!mending.left().isEmpty()) {
            tree.put("left", mending.left());
        }
        if (!mending.withheld().isEmpty()) {
            tree.put("withheld", mending.withheld().stream().map(MendJson::remedy).toList());
        }
        if (!mending.candidates().isEmpty()) {
            tree.put("candidates", mending.candidates());
        }
        if (!proposal.undo().isEmpty()) {
            tree.put("undo", proposal.undo());
        }
        return tree;
    }

    private static Map<String, Object> remedy(Remedy remedy) {
        Map<String, Object> tree = DiagnosisTree.ordered("title", remedy.title());
        switch (remedy.change()) {
            case Change.Edit(var target, var operations, var _) -> {
                tree.put("target", DiagnosisTree.object(target));
                tree.put("patch", operations.stream().map(DiagnosisTree::operation).toList());
            }
            case Change.Create(var target, var manifest) -> tree.put("create", manifest);
        }
        tree.put("weakens", remedy.weakens());
        return tree;
    }
}
