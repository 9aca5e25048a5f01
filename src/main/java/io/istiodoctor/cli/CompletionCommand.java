package io.istiodoctor.cli;

import io.istiodoctor.report.RuleCard;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine;

/** {@code completion bash|zsh}: the script that completes commands, options and rules. */
final class CompletionCommand implements Command {
    private static final List<String> SHELLS = List.of("bash", "zsh");

    /** What only the cluster's configuration knows. */
    private static final String ANYWHERE = """

            # Contexts and namespaces are those that kubectl knows; all else is as above.
            _complete_istio_doctor_anywhere() {
              local words=() cluster=() i
              # bash takes --context=NAME apart, in three; zsh leaves it to the lines above.
              for (( i = 0; i <= COMP_CWORD; i++ )); do
                [[ "${COMP_WORDS[i]}" == = ]] || words+=("${COMP_WORDS[i]}")
              done
              [[ "${COMP_WORDS[COMP_CWORD]}" == = ]] && words+=("")
              local COMP_WORDS=("${words[@]}") COMP_CWORD=$(( ${#words[@]} - 1 ))
              local word="${words[COMP_CWORD]}" before="${words[COMP_CWORD-1]}"
              for (( i = 1; i < COMP_CWORD - 1; i++ )); do
                case "${words[i]}" in
                  --context|--kubeconfig) cluster+=("${words[i]}" "${words[i+1]}") ;;
                esac
              done
              case "$before" in
                --context) COMPREPLY=( $(compgen -W "$(kubectl config get-contexts -o name "${cluster[@]}" 2>/dev/null)" -- "$word") ) ;;
                -n|--namespace) COMPREPLY=( $(compgen -W "$(kubectl get namespaces -o name --request-timeout=2s "${cluster[@]}" 2>/dev/null | sed 's|.*/||')" -- "$word") ) ;;
                *) _complete_istio-doctor ;;
              esac
            }
            complete -F _complete_istio_doctor_anywhere -o default istio-doctor
            """;

    private final Function<List<String>, CommandLine> everything;

    /**
     * The command.
     *
     * @param everything the whole command line, for these rules
     */
    CompletionCommand(Function<List<String>, CommandLine> everything) {
        this.everything = everything;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Help.spec("completion", "Print a script that completes commands, options and rules in a shell.",
                "source <(istio-doctor completion bash)", "bash: now; put the line into ~/.bashrc for always",
                "source <(istio-doctor completion zsh)", "zsh: now; put the line into ~/.zshrc for always");
        return spec.addPositional(PositionalParamSpec.builder().type(String.class).required(true).arity("1")
                .paramLabel(String.join("|", SHELLS)).completionCandidates(SHELLS).description("The shell.").build());
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        String shell = arguments.matchedPositionalValue(0, "");
        if (!SHELLS.contains(shell)) {
            throw new ParameterException(arguments.commandSpec().commandLine(),
                    "there is no completion for '" + shell + "', only for " + String.join(" and ", SHELLS));
        }
        List<RuleCard> rules = doctor.rules(List.of());
        List<String> names = Stream.concat(rules.stream().map(RuleCard::name), rules.stream().flatMap(r -> r.aliases().stream()).sorted())
                .distinct().toList();
        terminal.printUtf8(AutoComplete.bash("istio-doctor", everything.apply(names)) + ANYWHERE);
        return 0;
    }
}
