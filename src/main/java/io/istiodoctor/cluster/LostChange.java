package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;

/** A change that was sent to an API server and of which no answer says whether it was done. */
public final class LostChange extends UserError {
    private static final long serialVersionUID = 1L;

    /**
     * A change that was lost.
     *
     * @param reason why there is no answer, as a clause
     * @param what the change as a gerund clause
     */
    LostChange(String reason, String what, Throwable cause) {
        super(UNREADABLE_CLUSTER, reason + "; whether " + what + " was done is not known: look at it with kubectl", cause);
    }
}
