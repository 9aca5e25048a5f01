package io.istiodoctor.cli;

import io.istiodoctor.model.Severity;
import io.istiodoctor.model.Unanswered;
import io.istiodoctor.report.Overview;
import io.istiodoctor.report.OverviewText;
import io.istiodoctor.trace.UrlRow;
import io.istiodoctor.trace.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/** {@code istio-doctor} without a command: what is exposed, whether it answers, and what stands in the way. */
final class OverviewCommand {
    private OverviewCommand() {}

    static int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        Input input = InputOptions.of(arguments);
        Answer<Overview> answer;
        try (ProgressLine progress = terminal.progress()) {
            answer = doctor.overview(input, progress);
        }
        Overview overview = answer.found();
        terminal.print(OverviewText.render(overview, words(input), terminal.screen()));
        boolean broken = overview.urls().stream().map(UrlRow::verdict).anyMatch(v -> v == Verdict.BROKEN);
        List<Unanswered> unanswered = Stream.concat(overview.diagnosis().unanswered().stream(), answer.unanswered().stream()).toList();
        return UnreadOption.status(arguments, unanswered, terminal, broken || overview.diagnosis().count(Severity.ERROR) > 0 ? 1 : 0);
    }

    /** The options that make another command look at the same. */
    private static List<String> words(Input input) {
        List<String> words = new ArrayList<>();
        input.files().forEach(f -> words.addAll(List.of("-f", f)));
        input.namespace().ifPresent(n -> words.addAll(List.of("-n", n)));
        if (input.allNamespaces()) {
            words.add("-A");
        }
        if (input.assumeComplete()) {
            words.add("--assume-complete");
        }
        input.istio().ifPresent(r -> words.addAll(List.of("--istio-version", r.toString())));
        input.cluster().context().ifPresent(c -> words.addAll(List.of("--context", c)));
        input.cluster().kubeconfig().ifPresent(k -> words.addAll(List.of("--kubeconfig", k.toString())));
        input.cluster().as().ifPresent(u -> words.addAll(List.of("--as", u)));
        input.cluster().asGroups().forEach(g -> words.addAll(List.of("--as-group", g)));
        return words;
    }
}
