package io.istiodoctor.cli;

import io.istiodoctor.report.RulePage;
import io.istiodoctor.report.RuleTestPage;
import io.istiodoctor.report.RuleTestResult;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code rules list} and {@code rules test DIR}. */
final class RulesCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec list = Help.spec("list", "List all rules with severities and aliases.",
                "rules list", "the built-in rules", "rules list --rules my-rules/", "your own among them");
        CommandSpec test = Help.spec("test", "Run the tests that lie beside the rules of a folder.",
                "rules test my-rules/", "the rules of a folder and all below it");
        return Help.spec("rules", "List the rules, or test your own.",
                        "rules list", "all rules", "rules test my-rules/", "the tests of your own rules")
                .addSubcommand("list", list.addOption(InputOptions.rules()))
                .addSubcommand("test", test.addPositional(PositionalParamSpec.builder().type(Path.class).converters(InputOptions.path()).required(true)
                        .arity("1").paramLabel("DIR").description("The folder.").build()));
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        ParseResult subcommand = arguments.subcommand();
        if (subcommand.commandSpec().name().equals("list")) {
            terminal.print(RulePage.list(doctor.rules(InputOptions.rules(subcommand)), terminal.screen()));
            return 0;
        }
        List<RuleTestResult> results = doctor.testRules(subcommand.matchedPositionalValue(0, (Path) null));
        terminal.print(RuleTestPage.render(results, terminal.screen()));
        return results.stream().allMatch(result -> result.problems().isEmpty()) ? 0 : 1;
    }
}
