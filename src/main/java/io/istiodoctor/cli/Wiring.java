package io.istiodoctor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Where the program's parts meet. */
final class Wiring {
    private Wiring() {}

    /** The tool with the rules that lie in its home, the system property istio-doctor.home; by default in this folder. */
    static Doctor doctor(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("istio-doctor.home", "."));
        InputStream standardInput = System.getProperty("istio-doctor.standard-input", "").equals("closed") ? new ClosedInput() : System.in;
        return new InstalledDoctor(home.resolve("rules"), environment, standardInput, Clock.systemUTC());
    }

    /** Stands for a standard input that the process was started without. */
    private static final class ClosedInput extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("it is closed; pipe manifests into -f -");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }
}
