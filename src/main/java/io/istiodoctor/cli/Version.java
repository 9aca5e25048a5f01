package io.istiodoctor.cli;

import java.util.Set;

/** Which istio-doctor this is. A question for it alone is answered before anything else of the program is loaded. */
final class Version {
    private static final Set<String> QUESTIONS = Set.of("--version", "-V");

    private Version() {}

    /** Whether these words ask for the version and nothing else. */
    static boolean isAsked(String... words) {
        return words.length == 1 && QUESTIONS.contains(words[0]);
    }

    /** The program's name and version. */
    static String line() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "istio-doctor (built from source)" : "istio-doctor " + version;
    }
}
