package io.istiodoctor.cli;

import io.istiodoctor.model.UserError;
import io.istiodoctor.report.ResponsePage;
import io.istiodoctor.report.RuleCard;
import io.istiodoctor.report.RulePage;
import io.istiodoctor.trace.ResponseFlags;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                "explain IST0162", "by the code that another tool has for it",
                "explain 503 UH", "a response code, a flag of Envoy, or both",
                "explain 'curl: (52) Empty reply from server'", "what was seen, pasted: an error, a body, a line of an access log")
                .addOption(InputOptions.rules())
                .addPositional(PositionalParamSpec.builder().type(List.class).auxiliaryTypes(String.class).required(true).arity("1..*")
                        .paramLabel("RULE")
                        .completionCandidates(Stream.concat(ruleNames.stream(),
                                ruleNames.isEmpty() ? Stream.empty() : ResponseFlags.all().stream().map(m -> m.name())).toList())
                        .description("The rule's name or an alias of it; or a response code and flag.").build());
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        String rule = String.join(" ", arguments.matchedPositionalValue(0, List.<String>of()));
        if (ResponseFlags.understands(rule)) {
            Set<String> known = doctor.rules(InputOptions.rules(arguments)).stream().map(RuleCard::name).collect(Collectors.toSet());
            terminal.print(ResponsePage.render(ResponseFlags.explain(rule), known, terminal.screen()));
            return 0;
        }
        if (rule.matches(".*\\s.*")) {
            throw new UserError(UserError.BAD_INPUT, "nothing that is known stands in '" + rule + "': no error, response code or flag;"
                    + " `istio-doctor rules list` shows all rules");
        }
        List<RuleCard> named = doctor.rulesNamed(rule, InputOptions.rules(arguments));
        terminal.print(named.size() == 1 ? RulePage.explain(named.getFirst(), terminal.screen())
                : RulePage.list(named, terminal.screen()));
        return 0;
    }
}
