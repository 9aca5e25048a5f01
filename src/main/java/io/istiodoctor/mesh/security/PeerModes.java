package io.istiodoctor.mesh.security;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.SelectorIndex;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a workload's proxy accepts: mTLS only, both, or plain text only (E8.2). */
public final class PeerModes {
    /**
     * The mode on a port.
     *
     * @param mode STRICT, PERMISSIVE or DISABLE
     * @param by the PeerAuthentication that says so; empty for the default
     */
    public record PeerMode(String mode, Optional<Resource> by) {}

    private final String root;
    /** With a selector. */
    private final SelectorIndex<Resource> selecting;
    /** Without one, the oldest of each namespace. */
    private final Map<String, Resource> general;

    /** What the PeerAuthentications of a snapshot say. */
    public PeerModes(Inventory inventory, MeshConfig config) {
        this.root = config.rootNamespace();
        List<Resource> policies = inventory.all(Kind.PEER_AUTHENTICATION).stream().sorted(Age.OLDEST_FIRST).toList();
        this.selecting = new SelectorIndex<>(policies.stream().filter(p -> !selector(p).isEmpty()).toList(), p -> p.ref().namespace(),
                PeerModes::selector);
        this.general = policies.stream().filter(p -> selector(p).isEmpty())
                .collect(Collectors.toMap(p -> p.ref().namespace(), p -> p, (first, second) -> first));
    }

    /** The mode that a workload's proxy applies to a container port. */
    public PeerMode of(Workload workload, long port) {
        // In the root namespace nothing is chosen by labels (ComposePeerAuthentication).
        Optional<Resource> own = workload.namespace().equals(root) ? Optional.empty()
                : selecting.selecting(workload.namespace(), workload.labels()).stream().findFirst();
        if (own.isPresent()) {
            String forPort = own.get().spec().get("portLevelMtls").get(Long.toString(port)).text("mode");
            if (set(forPort)) {
                return new PeerMode(forPort, own);
            }
        }
        String mode = own.map(p -> p.spec().get("mtls").text("mode")).orElse("");
        return set(mode) ? new PeerMode(mode, own) : ofNamespace(workload.namespace());
    }

    /** The mode for a whole namespace, ports and selectors aside. */
    public PeerMode ofNamespace(String namespace) {
        for (Optional<Resource> level : List.of(Optional.ofNullable(general.get(namespace)), Optional.ofNullable(general.get(root)))) {
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

    private static Map<String, String> selector(Resource policy) {
        return Resource.texts(policy.spec().get("selector").get("matchLabels"));
    }
}
