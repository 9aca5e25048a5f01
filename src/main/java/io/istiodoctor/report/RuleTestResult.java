package io.istiodoctor.report;

import java.util.List;

/**
 * What the test of one rule gave.
 *
 * @param rule the rule's name
 * @param cases how many cases its test file holds
 * @param problems each way in which the rule does not do what its test says: "file:line: ..."; empty when all hold
 */
public record RuleTestResult(String rule, int cases, List<String> problems) {
    public RuleTestResult {
        problems = List.copyOf(problems);
    }
}
