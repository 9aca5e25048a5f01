package io.istiodoctor.cluster;

import io.istiodoctor.model.MissingRight;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API server's answer to a request that it did not fulfil; what was asked for is then unknown. */
final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern USER = Pattern.compile("User \"([^\"]*)\"");

    static final int OK = 200;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int GONE = 410;
    static final int SERVER_ERROR = 500;

    private final int status;
    private final String what;
    private final String message;

    /**
     * Makes a failure.
     *
     * @param status the HTTP status; 200 for an answer that is not what was asked for
     * @param what the thing that was to be done, as a gerund clause: "listing pods in all namespaces"
     * @param message the server's own words, or what its answer is
     */
    ApiFailure(int status, String what, String message) {
        super(message);
        this.status = status;
        this.what = what;
        this.message = message;
    }

    int status() {
        return status;
    }

    boolean isForbidden() {
        return status == FORBIDDEN;
    }

    /** Whether it is a right that is missing; who keeps an object out for another reason, a webhook or a quota, may answer 403 too. */
    boolean lacksRight() {
        return isForbidden() && USER.matcher(message).find();
    }

    /** A clause that tells it: "listing pods in all namespaces is forbidden to jane (403)". */
    String reason() {
        if (isForbidden()) {
            Matcher user = USER.matcher(message);
            return what + " is forbidden" + (user.find() ? " to " + user.group(1) : "") + " (403)";
        }
        if (status == OK) {
            return what + " gave no usable answer: " + message;
        }
        return what + " failed (" + status + (message.isEmpty() ? "" : ": " + message) + ")";
    }

    /** The right that would help, if one would. */
    Optional<MissingRight> missing(MissingRight right) {
        return isForbidden() ? Optional.of(right) : Optional.empty();
    }
}
