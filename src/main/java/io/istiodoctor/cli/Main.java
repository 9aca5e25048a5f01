package io.istiodoctor.cli;

import io.istiodoctor.model.UserError;
import java.util.Map;
import java.util.Optional;

/** The process: hands the words, the environment and the streams over, and exits. */
public final class Main {
    private Main() {}

    /**
     * Runs istio-doctor; the exit status is the contract's, raised by a number that the launcher knows where that has started it, because a Java
     * machine that fails by itself ends with 1.
     */
    public static void main(String[] words) {
        // Before it exits, Java looks for somebody who wants that logged, which takes longer than many a command; everything is written by now.
        Runtime.getRuntime().halt(run(words) + Integer.getInteger("istio-doctor.status-offset", 0));
    }

    private static int run(String[] words) {
        Map<String, String> environment = System.getenv();
        String name = System.getProperty("istio-doctor.command", "istio-doctor");
        Terminal terminal = new SystemTerminal(environment);
        Optional<String> page = Version.isAsked(words) ? Optional.of(Version.line() + "\n") : HelpPages.asked(name, terminal, words);
        if (page.isPresent()) {
            return tell(page.get(), terminal);
        }
        boolean debug = !environment.getOrDefault("ISTIO_DOCTOR_DEBUG", "").isEmpty();
        return new Program(name, Wiring.doctor(environment), terminal, debug).run(words);
    }

    // Before anything else of the program is loaded.
    private static int tell(String page, Terminal terminal) {
        try {
            terminal.print(page);
            return 0;
        } catch (UserError e) {
            terminal.tell("istio-doctor: " + e.getMessage());
            return e.exitCode();
        }
    }
}
