package io.istiodoctor.cli;

import java.util.Map;

/** The process: hands the words, the environment and the streams over, and exits. */
public final class Main {
    private Main() {}

    /** Runs istio-doctor; the exit status is the contract's. */
    public static void main(String[] words) {
        Map<String, String> environment = System.getenv();
        String name = System.getProperty("istio-doctor.command", "istio-doctor");
        boolean debug = !environment.getOrDefault("ISTIO_DOCTOR_DEBUG", "").isEmpty();
        System.exit(new Program(name, Wiring.doctor(environment), new SystemTerminal(environment), debug).run(words));
    }
}
