package io.istiodoctor.trace;

import io.istiodoctor.mesh.workload.Workload;
import java.util.List;
import java.util.Optional;

/** A path that no proxy which writes paths anew lets pass: it answers before it looks at policies and routes. */
final class UnreadablePath {
    private UnreadablePath() {}

    /** The end of a request at a proxy that sees requests; empty where the path can be read. */
    static <T> Optional<Decision<T>> refused(Network net, TraceRequest request, Stage stage, Workload proxy) {
        return net.proxies().pathNormalization().normalized(request.path()).isPresent() ? Optional.empty()
                : Optional.of(Decision.ended(new Outcome.Status(400, ""), Step.broken(stage, Optional.of(proxy.resource().ref()),
                        "The proxy answers paths with an escaped NUL (%00) with 400, whatever policies and routes say of "
                                + request.path() + ".",
                        List.of())));
    }
}
