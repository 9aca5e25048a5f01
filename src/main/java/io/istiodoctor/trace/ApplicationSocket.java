package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import java.util.Optional;

/**
 * Where an application is looked for: a port of its pod, or a socket in the file system, of which containers declare nothing.
 *
 * @param address as the proxy beside it has it, "unix:///run/app.sock" for a socket; empty where it is the one that the client meant
 * @param port 0 for a socket
 * @param asked what leads there, a port of a Service for instance
 */
record ApplicationSocket(String address, long port, Optional<FieldRef> asked) {
    /** Whether every container declares ports, and none of them this one. */
    boolean undeclared(Workload pod) {
        return port != 0 && pod.undeclared(port, "TCP");
    }

    /** The field that decides on the port. */
    Optional<FieldRef> field() {
        return asked.map(a -> new FieldRef(a.object(), a.path() + (ofSidecar() ? ".defaultEndpoint" : ".targetPort")));
    }

    /** Whether a listener of a Sidecar leads there. */
    boolean ofSidecar() {
        return asked.filter(a -> a.object().kind().equals("Sidecar")).isPresent();
    }

    String words() {
        return port == 0 ? address : "port " + port;
    }
}
