package io.istiodoctor.cluster;

import io.istiodoctor.model.Scalar;
import io.istiodoctor.yaml.SyntaxError;
import java.util.Optional;
import java.util.regex.Pattern;

/** The API server's own words on a failure: {@code message} of the Status object that it answers with. */
final class StatusMessage {
    private static final int LONGEST = 300;
    /** What a proxy may repeat of a request that it does not like. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)\\b(bearer|basic) +[^\\s\"',;]+");

    private StatusMessage() {}

    static Optional<String> of(String body) {
        try {
            if (NodeReader.read(body).get("message") instanceof Scalar said) {
                String message = said.text().orElse("").strip().replaceAll("\\s+", " ");
                String shown = CREDENTIALS.matcher(message).replaceAll("$1 ...");
                return Optional.of(shown.substring(0, Math.min(LONGEST, shown.length()))).filter(m -> !m.isEmpty());
            }
        } catch (SyntaxError e) {
            // A proxy's page, say: the status line has to do.
        }
        return Optional.empty();
    }
}
