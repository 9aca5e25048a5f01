package io.istiodoctor.cli;

import java.util.Map;

/** The whole program with its built-in rules, run in this JVM; for tests that judge what it prints. */
public final class InProcess {
    private InProcess() {}

    /**
     * What a run left behind.
     *
     * @param status the exit status
     * @param out standard output
     * @param err standard error
     */
    public record Run(int status, String out, String err) {}

    /** Runs istio-doctor with these words. */
    public static Run run(String... words) {
        return run(Map.of(), words);
    }

    /** Runs istio-doctor with these words in this environment. */
    public static Run run(Map<String, String> environment, String... words) {
        FakeTerminal terminal = new FakeTerminal();
        int status = new Program("istio-doctor", Wiring.doctor(environment), terminal, true).run(words);
        return new Run(status, terminal.out.toString(), terminal.err());
    }
}
