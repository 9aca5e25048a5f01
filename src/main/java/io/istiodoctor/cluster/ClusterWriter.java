package io.istiodoctor.cluster;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.MissingRight;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Unread;
import io.istiodoctor.model.UserError;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Objects;

/** Changes objects of a cluster, or only asks the API server whether it would. */
public final class ClusterWriter {
    private final ApiRequests requests;
    private final boolean dryRun;

    /** @param dryRun whether the API server shall go through all of it, admission too, and keep nothing */
    public ClusterWriter(ClusterConnection connection, boolean dryRun) {
        this.requests = connection.requests();
        this.dryRun = dryRun;
    }

    /**
     * Changes an object.
     *
     * @param operations a JSON Patch (RFC 6902) as JSON
     * @throws LostChange when no answer came that says whether it was done
     * @throws UserError (unreadable cluster) with the API server's own words when it refuses
     */
    public void patch(ObjectRef object, String operations) {
        send("PATCH", "patch", Paths.object(kind(object), version(object), object.namespace(), object.name()),
                "application/json-patch+json", operations, object,
                "changing " + object);
    }

    /**
     * Makes an object.
     *
     * @param manifest the object as JSON
     * @throws LostChange when no answer came that says whether it was done
     * @throws UserError (unreadable cluster) with the API server's own words when it refuses
     */
    public void create(ObjectRef object, String manifest) {
        send("POST", "create", Paths.list(kind(object), version(object), object.namespace()), "application/json", manifest, object,
                "making " + object);
    }

    private void send(String method, String verb, String path, String type, String body, ObjectRef object, String what) {
        try {
            requests.change(method, path, type, body, dryRun, what);
        } catch (ApiFailure e) {
            throw e.status() >= ApiFailure.SERVER_ERROR && !dryRun ? new LostChange(e.reason(), what, e)
                    : new UserError(UserError.UNREADABLE_CLUSTER, refusal(e, verb, object, what), e);
        } catch (UserError e) {
            // It may have been on its way back, with what was asked for done.
            boolean sent = e.getCause() != null
                    && !(e.getCause() instanceof ConnectException || e.getCause() instanceof UnknownHostException);
            throw dryRun || !sent ? e : new LostChange(Objects.requireNonNull(e.getMessage()), what, e);
        }
    }

    private String refusal(ApiFailure e, String verb, ObjectRef object, String what) {
        if (e.lacksRight()) {
            return e.reason() + Unread.remedy(
                    new MissingRight(verb, kind(object).resourceName(), (object.namespace().isEmpty() ? "" : " -n " + object.namespace())
                            + requests.target().kubectlOptions()));
        }
        if (e.status() == ApiFailure.CONFLICT && verb.equals("patch")) {
            return what
                    + " was not done: somebody has changed it since it was read (409), and nothing of theirs is overwritten; run the command again";
        }
        return e.isForbidden() ? what + " was refused (403: " + e.getMessage() + ")" : e.reason();
    }

    private static Kind kind(ObjectRef object) {
        return object.known().orElseThrow(() -> new IllegalArgumentException(object.toString()));
    }

    private static String version(ObjectRef object) {
        return object.apiVersion().substring(object.apiVersion().indexOf('/') + 1);
    }
}
