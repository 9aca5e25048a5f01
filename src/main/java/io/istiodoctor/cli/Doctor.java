package io.istiodoctor.cli;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.report.RuleCard;
import io.istiodoctor.report.RuleTestResult;
import java.nio.file.Path;
import java.util.List;

/** What the commands ask of the rest of the program. Every method throws UserError for what the user can mend. */
public interface Doctor {
    /** Reads the state that the request names and runs rules over it. */
    Diagnosis check(CheckRequest request, Observer observer);

    /** Every rule, built-in or in these folders, sorted by name. */
    List<RuleCard> rules(List<Path> ruleFolders);

    /** The rules of this name or alias, at least one: a peer's code may mean several. The error for none names the nearest. */
    List<RuleCard> rulesNamed(String nameOrAlias, List<Path> ruleFolders);

    /** Runs the tests that lie beside the rules of a folder. */
    List<RuleTestResult> testRules(Path folder);
}
