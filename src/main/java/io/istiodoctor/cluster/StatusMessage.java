package io.istiodoctor.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
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
            JsonElement root = JsonParser.parseString(body);
            if (root instanceof JsonObject status && status.has("message") && status.get("message").isJsonPrimitive()) {
                String message = status.get("message").getAsString().strip().replaceAll("\\s+", " ");
                String shown = CREDENTIALS.matcher(message).replaceAll("$1 ...");
                return Optional.of(shown.substring(0, Math.min(LONGEST, shown.length()))).filter(m -> !m.isEmpty());
            }
        } catch (JsonParseException e) {
            // A proxy's page, say: the status line has to do.
        }
        return Optional.empty();
    }
}
