package io.istiodoctor.fix;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kubectl must be told in each command that is shown, where it would talk to another cluster, or as somebody else, by itself.
 *
 * @param text each option with a blank before it, quoted for a shell; empty where there is nothing to tell
 */
public record KubectlOptions(String text) {
    /** For files, and for the cluster that kubectl talks to anyway. */
    public static final KubectlOptions NONE = new KubectlOptions("");

    /** Where a command begins: a line, a substitution, behind a pipe or another command, after words. */
    private static final Pattern COMMAND = Pattern.compile("(?m)(^\\s*|\\$\\(|[|&;:] )kubectl(?= )");

    /** A command, or words with commands, with the options behind every kubectl. */
    public String in(String command) {
        return text.isEmpty() ? command : COMMAND.matcher(command).replaceAll("$1kubectl" + Matcher.quoteReplacement(text));
    }

    /** A diagnosis whose fixes are for the same cluster. */
    public Diagnosis in(Diagnosis diagnosis) {
        return text.isEmpty() ? diagnosis : diagnosis.with(diagnosis.findings().stream().map(this::in).toList());
    }

    private Finding in(Finding finding) {
        List<Fix> fixes = finding.fixes().stream()
                .map(f -> new Fix(f.title(), f.command().map(this::in), f.patch(), f.target(), f.diff())).toList();
        return finding.with(fixes);
    }
}
