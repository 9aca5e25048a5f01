package io.istiodoctor.cli;

import io.istiodoctor.model.Severity;
import io.istiodoctor.model.UserError;
import io.istiodoctor.report.Overview;
import io.istiodoctor.report.OverviewText;
import io.istiodoctor.trace.UrlRow;
import io.istiodoctor.trace.Verdict;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** {@code istio-doctor} without a command: what is exposed, whether it answers, and what stands in the way. */
final class OverviewCommand {
    private OverviewCommand() {}

    static int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        Input input = InputOptions.of(arguments);
        Overview overview;
        try (ProgressLine progress = terminal.progress()) {
            overview = doctor.overview(input, progress);
        }
        terminal.print(OverviewText.render(overview, words(input), terminal.screen()));
        if (!overview.diagnosis().unanswered().isEmpty() && !InputOptions.allowsUnread(arguments)) {
            return UserError.UNREADABLE_CLUSTER;
        }
        boolean broken = overview.urls().stream().map(UrlRow::verdict).anyMatch(v -> v == Verdict.BROKEN);
        return broken || overview.diagnosis().count(Severity.ERROR) > 0 ? 1 : 0;
    }

    /** The options that make another command look at the same. */
    private static String words(Input input) {
        List<String> words = new ArrayList<>();
        input.files().forEach(f -> words.addAll(List.of("-f", f)));
        input.namespace().ifPresent(n -> words.addAll(List.of("-n", n)));
        if (input.allNamespaces()) {
            words.add("-A");
        }
        if (input.assumeComplete()) {
            words.add("--assume-complete");
        }
        input.cluster().context().ifPresent(c -> words.addAll(List.of("--context", c)));
        input.cluster().kubeconfig().ifPresent(k -> words.addAll(List.of("--kubeconfig", k.toString())));
        return words.isEmpty() ? "" : " " + String.join(" ", words);
    }
}
