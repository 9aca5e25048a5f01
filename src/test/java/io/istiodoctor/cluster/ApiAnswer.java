package io.istiodoctor.cluster;

import com.google.gson.JsonObject;

/**
 * What a real API server answered.
 *
 * @param request method and path
 */
record ApiAnswer(String request, int status, JsonObject body) {
    /** The object that it answered with; it must have done what it was asked for. */
    JsonObject orThrow() {
        if (status < 200 || status > 299) {
            throw new AssertionError(request + ": " + status + " " + body);
        }
        return body;
    }
}
