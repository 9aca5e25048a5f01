package io.istiodoctor.cli;

import io.istiodoctor.cel.TypeEntry;
import io.istiodoctor.report.FieldPage;
import io.istiodoctor.report.RulePage;
import io.istiodoctor.report.RuleTestPage;
import io.istiodoctor.report.RuleTestResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code rules list}, {@code rules fields [TYPE]} and {@code rules test DIR}. */
final class RulesCommand implements Command {
    private final Choice<Boolean> json = new Choice<Boolean>("--output").or("text", false).or("json", true);
    private final List<String> types;

    RulesCommand(List<String> types) {
        this.types = types;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec list = Help.spec("list", "List all rules with severities and aliases.",
                "rules list", "the built-in rules", "rules list --rules my-rules/", "your own among them");
        CommandSpec test = Help.spec("test", "Run the tests that lie beside the rules of a folder.",
                "rules test my-rules/", "the rules of a folder and all below it");
        CommandSpec fields = Help.spec("fields", "Tell what the expressions of rules can speak of.",
                "rules fields", "all types", "rules fields service", "the fields of one, each with an example");
        return Help.spec("rules", "List the rules, tell what they can speak of, or test your own.",
                "rules list", "all rules", "rules fields service", "what a rule can ask of a Service",
                "rules test my-rules/", "the tests of your own rules")
                .addSubcommand("list",
                        list.addOption(InputOptions.rules()).addOption(json.spec("-o", "The output's format (default: text).")))
                .addSubcommand("fields",
                        fields.addPositional(PositionalParamSpec.builder().type(String.class).arity("0..1").paramLabel("TYPE")
                                .completionCandidates(types).description("A type, or what a rule writes behind for:.").build()))
                .addSubcommand("test",
                        test.addPositional(PositionalParamSpec.builder().type(Path.class).converters(InputOptions.path()).required(true)
                                .arity("1").paramLabel("DIR").description("The folder.").build()));
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        ParseResult subcommand = arguments.subcommand();
        if (subcommand.commandSpec().name().equals("list")) {
            if (json.of(subcommand)) {
                terminal.printUtf8(RulePage.json(doctor.rules(InputOptions.rules(subcommand))));
            } else {
                terminal.print(RulePage.list(doctor.rules(InputOptions.rules(subcommand)), terminal.screen()));
            }
            return 0;
        }
        if (subcommand.commandSpec().name().equals("fields")) {
            Optional<String> type = Optional.ofNullable(subcommand.matchedPositionalValue(0, (String) null));
            List<TypeEntry> types = doctor.fields(type);
            terminal.print(type.isEmpty() ? FieldPage.list(types, terminal.screen()) : FieldPage.of(types.getFirst(), terminal.screen()));
            return 0;
        }
        List<RuleTestResult> results = doctor.testRules(subcommand.matchedPositionalValue(0, (Path) null));
        terminal.print(RuleTestPage.render(results, terminal.screen()));
        return results.stream().allMatch(result -> result.problems().isEmpty()) ? 0 : 1;
    }
}
