package io.istiodoctor.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Where the program's parts meet. */
final class Wiring {
    private Wiring() {}

    /** The tool with the rules that lie in its home, the system property istio-doctor.home; by default in this folder. */
    static Doctor doctor(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("istio-doctor.home", "."));
        return new InstalledDoctor(home.resolve("rules"), environment, System.in, Clock.systemUTC());
    }
}
