package io.istiodoctor.mesh.security;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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
    private final Map<String, List<Resource>> policies;

    /** What the PeerAuthentications of a snapshot say. */
    public PeerModes(Inventory inventory, MeshConfig config) {
        this.root = config.rootNamespace();
        this.policies = inventory.all(Kind.PEER_AUTHENTICATION).stream().sorted(Age.OLDEST_FIRST)
                .collect(Collectors.groupingBy(p -> p.ref().namespace()));
    }

    /** The mode that a workload's proxy applies to a container port. */
    public PeerMode of(Workload workload, long port) {
        // In the root namespace nothing is chosen by labels (ComposePeerAuthentication).
        Optional<Resource> own = workload.namespace().equals(root) ? Optional.empty()
                : find(workload.namespace(), p -> !selector(p).isEmpty() && Labels.match(selector(p), workload.labels()));
        if (own.isPresent()) {
            String forPort = own.get().spec().get("portLevelMtls").get(Long.toString(port)).text("mode");
            if (set(forPort)) {
                return new PeerMode(forPort, own);
            }
        }
        String general = own.map(p -> p.spec().get("mtls").text("mode")).orElse("");
        return set(general) ? new PeerMode(general, own) : ofNamespace(workload.namespace());
    }

    /** The mode for a whole namespace, ports and selectors aside. */
    public PeerMode ofNamespace(String namespace) {
        for (Optional<Resource> level : List.of(find(namespace, p -> selector(p).isEmpty()), find(root, p -> selector(p).isEmpty()))) {
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
        return policies.getOrDefault(namespace, List.of()).stream().filter(wanted).findFirst();
    }

    private static Map<String, String> selector(Resource policy) {
        return Resource.texts(policy.spec().get("selector").get("matchLabels"));
    }
}
