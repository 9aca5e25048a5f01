package io.istiodoctor.cli;

import io.istiodoctor.report.RuleCard;
import io.istiodoctor.report.RulePage;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code explain RULE}: what a rule finds, why that is a mistake, and how it is mended. */
final class ExplainCommand implements Command {
    private final List<String> ruleNames;

    ExplainCommand(List<String> ruleNames) {
        this.ruleNames = ruleNames;
    }

    @Override
    public CommandSpec spec() {
        return Help.spec("explain", "Tell what a rule finds, why that is a mistake, and how to mend it.",
                        "explain gateway-port-not-on-service", "by name",
                        "explain IST0162", "by the code that another tool has for it")
                .addOption(InputOptions.rules())
                .addPositional(PositionalParamSpec.builder().type(String.class).required(true).arity("1").paramLabel("RULE")
                        .completionCandidates(ruleNames).description("The rule's name, or an alias of it.").build());
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        String rule = arguments.matchedPositionalValue(0, "");
        List<RuleCard> named = doctor.rulesNamed(rule, InputOptions.rules(arguments));
        terminal.print(named.size() == 1 ? RulePage.explain(named.getFirst(), terminal.screen())
                : RulePage.list(named, terminal.screen()));
        return 0;
    }
}
