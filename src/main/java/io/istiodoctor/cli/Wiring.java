package io.istiodoctor.cli;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.UserError;
import io.istiodoctor.report.RuleCard;
import io.istiodoctor.report.RuleTestResult;
import java.nio.file.Path;
import java.util.List;

/** Where the program's parts meet. */
final class Wiring {
    private Wiring() {}

    static Doctor doctor() {
        return new Doctor() {
            @Override
            public Diagnosis check(CheckRequest request, Observer observer) {
                throw new UserError(UserError.BAD_INPUT, "the engine is not part of this build");
            }

            @Override
            public List<RuleCard> rules(List<Path> ruleFolders) {
                return List.of();
            }

            @Override
            public RuleCard rule(String nameOrAlias, List<Path> ruleFolders) {
                throw new UserError(UserError.BAD_INPUT, "there is no rule '" + nameOrAlias + "' in this build");
            }

            @Override
            public List<RuleTestResult> testRules(Path folder) {
                throw new UserError(UserError.BAD_INPUT, "the engine is not part of this build");
            }
        };
    }
}
