package io.istiodoctor.cli;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.FilePath;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.Timings;
import io.istiodoctor.report.Report;
import io.istiodoctor.report.Screen;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code check}: finds mistakes and tells how to mend them. */
final class CheckCommand implements Command {
    /** What no format for programs looks at; asking the terminal takes time. */
    private static final Screen ANY_SCREEN = new Screen(0, false, true);

    private static final String TIMINGS = "--timings";

    private final Choice<Report> output = new Choice<>("--output");
    private final Choice<Severity> severity = new Choice<Severity>("--severity")
            .or("info", Severity.INFO).or("warning", Severity.WARNING).or("error", Severity.ERROR);
    private final Choice<Optional<Severity>> failOn = new Choice<Optional<Severity>>("--fail-on")
            .or("error", Optional.of(Severity.ERROR)).or("warning", Optional.of(Severity.WARNING))
            .or("info", Optional.of(Severity.INFO)).or("never", Optional.empty());
    private final List<String> ruleNames;

    /**
     * The command.
     *
     * @param ruleNames what completion offers as rules
     */
    CheckCommand(List<String> ruleNames) {
        this.ruleNames = ruleNames;
        Report.all().forEach(report -> output.or(report.name(), report));
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Help.spec("check", "Find out what keeps services from being reached, and how to mend it.",
                "check -n shop", "a namespace of the cluster that kubectl talks to",
                "check -A", "everything in that cluster",
                "check -f manifests/ --assume-complete", "manifests, which are all there is",
                "helm template shop | istio-doctor check -f -", "what a chart makes",
                "check -f manifests/ --fail-on warning -o json", "the gate in a pipeline",
                "check -A IST0162 destination-host-not-found", "two rules only, by name or by alias");
        InputOptions.addTo(spec);
        spec.addOption(InputOptions.rules());
        spec.addOption(severity.spec("", "The least severity to show (default: info)."));
        spec.addOption(failOn.spec("", "The least severity of a finding that gives exit status 1 (default: error)."));
        spec.addOption(OptionSpec.builder(TIMINGS).type(boolean.class)
                .description("Tell on standard error how long each stage took, and which rules were slowest.").build());
        spec.addOption(OptionSpec.builder("--brief").type(boolean.class).description("One line for each finding.").build());
        spec.addOption(output.spec("-o", "The output's format (default: text)."));
        spec.addPositional(PositionalParamSpec.builder().type(List.class).auxiliaryTypes(String.class).arity("0..*").paramLabel("RULE")
                .completionCandidates(ruleNames).description("Only these rules, by name or alias.").build());
        return Help.withExitCodes(spec, "nothing at or above --fail-on", "such findings", "wrong usage or unreadable input",
                "the cluster could not be reached or read well enough");
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        List<String> rules = arguments.matchedPositionalValue(0, List.of());
        rules.stream().filter(CheckCommand::isPath).findFirst().ifPresent(path -> {
            throw InputOptions.wrong(arguments, "there is no rule '" + path + "'; did you mean -f " + path + "?");
        });
        CheckRequest request = new CheckRequest(InputOptions.of(arguments), InputOptions.rules(arguments), rules);
        if (arguments.hasMatchedOption("--brief") && !output.of(arguments).name().equals("text")) {
            throw InputOptions.wrong(arguments, "--brief is a form of the text; leave --output out");
        }
        Timings timings = new Timings();
        Diagnosis diagnosis;
        try (ProgressLine progress = terminal.progress()) {
            diagnosis = doctor.check(request, new TimedObserver(progress, timings));
        }
        Diagnosis shown = atLeast(severity.of(arguments), diagnosis);
        Report report = arguments.hasMatchedOption("--brief") ? Report.brief() : output.of(arguments);
        Screen screen = report.forPeople() ? terminal.screen() : ANY_SCREEN;
        String rendered = timings.time(Timings.Stage.PRINT, () -> report.render(shown, screen));
        if (report.forPeople()) {
            terminal.print(rendered);
            tellWhatIsHidden(diagnosis.findings().size() - shown.findings().size(), terminal);
        } else {
            terminal.printUtf8(rendered);
        }
        if (arguments.hasMatchedOption(TIMINGS)) {
            TimingsText.lines(timings).forEach(terminal::tell);
        }
        return UnreadOption.status(arguments, diagnosis.unanswered(), terminal,
                failOn.of(arguments).filter(least -> worst(diagnosis).filter(w -> w.compareTo(least) >= 0).isPresent()).isPresent() ? 1
                        : 0);
    }

    private static boolean isPath(String word) {
        return UsageError.WORD_FOR_FILES.matcher(word).matches() || !word.isEmpty() && Files.isDirectory(FilePath.of(word));
    }

    private static Optional<Severity> worst(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(f -> f.severity()).max(Severity::compareTo);
    }

    private static Diagnosis atLeast(Severity least, Diagnosis diagnosis) {
        return diagnosis.with(diagnosis.findings().stream().filter(f -> f.severity().compareTo(least) >= 0).toList());
    }

    private static void tellWhatIsHidden(int hidden, Terminal terminal) {
        if (hidden > 0) {
            terminal.tell("istio-doctor: note: " + hidden + (hidden == 1 ? " finding" : " findings")
                    + " of less severity not shown");
        }
    }
}
