package io.istiodoctor.cluster;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.UserError;
import java.net.ConnectException;
import java.net.UnknownHostException;

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
     * @throws UserError (unreadable cluster) with the API server's own words when it refuses
     */
    public void patch(ObjectRef object, String operations) {
        send("PATCH", Paths.object(kind(object), version(object), object.namespace(), object.name()), "application/json-patch+json", operations, "changing " + object);
    }

    /**
     * Makes an object.
     *
     * @param manifest the object as JSON
     * @throws UserError (unreadable cluster) with the API server's own words when it refuses
     */
    public void create(ObjectRef object, String manifest) {
        send("POST", Paths.list(kind(object), version(object), object.namespace()), "application/json", manifest, "making " + object);
    }

    private void send(String method, String path, String type, String body, String what) {
        try {
            requests.change(method, path, type, body, dryRun, what);
        } catch (ApiFailure e) {
            throw new UserError(UserError.UNREADABLE_CLUSTER, e.reason(), e);
        } catch (UserError e) {
            // It may have been on its way back, with what was asked for done.
            boolean sent = !(e.getCause() instanceof ConnectException || e.getCause() instanceof UnknownHostException);
            throw dryRun || !sent ? e : new UserError(e.exitCode(), e.getMessage() + "; whether " + what + " was done is not known: look at it with kubectl", e);
        }
    }

    private static Kind kind(ObjectRef object) {
        return Kind.of(object.apiVersion(), object.kind()).orElseThrow(() -> new IllegalArgumentException(object.toString()));
    }

    private static String version(ObjectRef object) {
        return object.apiVersion().substring(object.apiVersion().indexOf('/') + 1);
    }
}
