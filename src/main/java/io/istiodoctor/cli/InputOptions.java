package io.istiodoctor.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options by which every command that looks at a mesh is told which. */
final class InputOptions {
    private InputOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-n", "--namespace").type(String.class).paramLabel("NS")
                .description("Report on this namespace, and on what its traffic passes."
                        + " Without it: the context's namespace; with -f all.").build());
        spec.addOption(OptionSpec.builder("-A", "--all-namespaces").type(boolean.class)
                .description("Report on all namespaces.").build());
        spec.addOption(OptionSpec.builder("-f", "--filename").type(List.class).auxiliaryTypes(Path.class).paramLabel("FILE|DIR|-")
                .description("Read manifests instead of the cluster: YAML or JSON, folders with all below them,"
                        + " - for standard input. May be repeated.").build());
        spec.addOption(OptionSpec.builder("--assume-complete").type(boolean.class)
                .description("The files are the whole cluster: what they lack does not exist.").build());
        spec.addOption(OptionSpec.builder("--context").type(String.class).paramLabel("CONTEXT")
                .description("The kubeconfig's context to use.").build());
        spec.addOption(OptionSpec.builder("--kubeconfig").type(Path.class).paramLabel("FILE")
                .description("The kubeconfig to use instead of $KUBECONFIG or ~/.kube/config.").build());
    }

    static Input of(ParseResult arguments) {
        Optional<String> namespace = Optional.ofNullable(arguments.matchedOptionValue("-n", (String) null));
        boolean all = arguments.hasMatchedOption("-A");
        if (all && namespace.isPresent()) {
            throw new ParameterException(arguments.commandSpec().commandLine(), "-n and -A exclude each other");
        }
        if (namespace.filter(String::isBlank).isPresent()) {
            throw new ParameterException(arguments.commandSpec().commandLine(), "-n needs the name of a namespace");
        }
        List<String> files = arguments.matchedOptionValue("-f", List.<Path>of()).stream().map(Path::toString).toList();
        return new Input(files, namespace, all, Optional.ofNullable(arguments.matchedOptionValue("--context", (String) null)),
                Optional.ofNullable(arguments.matchedOptionValue("--kubeconfig", (Path) null)),
                arguments.hasMatchedOption("--assume-complete"));
    }

    /** The option that names folders with rules of the user's own. */
    static OptionSpec rules() {
        return OptionSpec.builder("--rules").type(List.class).auxiliaryTypes(Path.class).paramLabel("DIR")
                .description("Also use the rules in this folder. May be repeated.").build();
    }

    static List<Path> rules(ParseResult arguments) {
        return arguments.matchedOptionValue("--rules", List.<Path>of());
    }
}
