package io.istiodoctor.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What all commands' help pages share. */
final class Help {
    private static final String PROGRAM = "istio-doctor ";

    private Help() {}

    /**
     * A command with -h, a description and examples.
     *
     * @param examples in turn a command line, the program's name left out where it comes first, and what it does
     */
    static CommandSpec spec(String name, String description, String... examples) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description).abbreviateSynopsis(true).sortOptions(false)
                .parameterListHeading("%nArguments:%n").optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
        return withExamples(spec, examples);
    }

    private static CommandSpec withExamples(CommandSpec spec, String... examples) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < examples.length; i += 2) {
            String line = (examples[i].contains(PROGRAM) ? examples[i] : PROGRAM + examples[i]).stripTrailing();
            lines.add("  # " + examples[i + 1]);
            lines.add("  " + line);
        }
        if (!lines.isEmpty()) {
            spec.usageMessage().footerHeading("%nExamples:%n").footer(lines.toArray(String[]::new));
        }
        return spec;
    }

    /** The command with the list of exit statuses on its help page: what each means, from 0 on. */
    static CommandSpec withExitCodes(CommandSpec spec, String... meanings) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (String meaning : meanings) {
            codes.put(Integer.toString(codes.size()), meaning);
        }
        spec.usageMessage().exitCodeListHeading("%nExit status:%n").exitCodeList(codes);
        return spec;
    }
}
