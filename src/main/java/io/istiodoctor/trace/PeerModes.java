package io.istiodoctor.trace;

import io.istiodoctor.mesh.Age;
import io.istiodoctor.mesh.Labels;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a workload's proxy accepts: mTLS only, both, or plain text only (E8.2). */
final class PeerModes {
    /**
     * The mode on a port.
     *
     * @param mode STRICT, PERMISSIVE or DISABLE
     * @param by the PeerAuthentication that says so; empty for the default
     */
    record PeerMode(String mode, Optional<Resource> by) {}

    private final Mesh mesh;
    private final List<Resource> policies;

    PeerModes(Mesh mesh) {
        this.mesh = mesh;
        this.policies = mesh.directory().all(Kind.PEER_AUTHENTICATION).stream().sorted(Age.OLDEST_FIRST).toList();
    }

    /** The mode that a workload's proxy applies to a container port. */
    PeerMode of(Workload workload, long port) {
        String root = mesh.config().rootNamespace();
        Optional<Resource> own = find(workload.namespace(), p -> !selector(p).isEmpty() && Labels.match(selector(p), workload.labels()));
        if (own.isPresent()) {
            String forPort = own.get().spec().get("portLevelMtls").get(Long.toString(port)).text("mode");
            if (set(forPort)) {
                return new PeerMode(forPort, own);
            }
        }
        for (Optional<Resource> level : List.of(own, find(workload.namespace(), p -> selector(p).isEmpty()),
                find(root, p -> selector(p).isEmpty()))) {
            String mode = level.map(p -> p.spec().get("mtls").text("mode")).orElse("");
            if (set(mode)) {
                return new PeerMode(mode, level);
            }
        }
        return new PeerMode("PERMISSIVE", Optional.empty());
    }

    private static boolean set(String mode) {
        return !mode.isEmpty() && !mode.equals("UNSET");
    }

    private Optional<Resource> find(String namespace, Predicate<Resource> wanted) {
        return policies.stream().filter(p -> p.ref().namespace().equals(namespace)).filter(wanted).findFirst();
    }

    private static Map<String, String> selector(Resource policy) {
        return Resource.texts(policy.spec().get("selector").get("matchLabels"));
    }
}
