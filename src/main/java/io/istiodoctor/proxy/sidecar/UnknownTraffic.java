package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.config.ClusterName;
import java.util.Locale;
import java.util.Optional;

/**
 * What a proxy does with connections to what it does not know (outboundTrafficPolicy).
 *
 * @param cluster where they go
 * @param origin the field that says so; empty for Istio's own default
 */
record UnknownTraffic(Mode mode, ClusterName cluster, Optional<FieldRef> origin) {
    /** The modes of outboundTrafficPolicy. */
    enum Mode { REGISTRY_ONLY, ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS }

    private static final String FIELD = "outboundTrafficPolicy";

    // A Sidecar's policy without a mode means the first of the list; the mesh's is passed on with its mode alone.
    static UnknownTraffic of(Mesh mesh, Optional<Resource> sidecar) {
        Optional<Node> own = sidecar.map(s -> s.spec().get(FIELD)).filter(Node::isPresent);
        if (own.isPresent()) {
            return of(mode(own.get(), Mode.REGISTRY_ONLY), own.get().get("egressProxy"),
                    Optional.of(new FieldRef(sidecar.orElseThrow().ref(), "spec." + FIELD)));
        }
        Node general = mesh.config().mesh().get(FIELD);
        Optional<FieldRef> origin = general.isPresent() ? Optional.of(new FieldRef(
                new ObjectRef("v1", "ConfigMap", mesh.config().rootNamespace(), "istio"), "data.mesh")) : Optional.empty();
        return of(mode(general, Mode.ALLOW_ANY), Absent.ABSENT, origin);
    }

    private static UnknownTraffic of(Mode mode, Node proxy, Optional<FieldRef> origin) {
        if (mode == Mode.REGISTRY_ONLY) {
            return new UnknownTraffic(mode, ClusterName.BLACK_HOLE, origin);
        }
        return new UnknownTraffic(mode, !proxy.isPresent() ? ClusterName.PASSTHROUGH : ClusterName.outbound(
                proxy.get("port").get("number").number().orElse(0L), proxy.text("subset"), proxy.text("host")), origin);
    }

    private static Mode mode(Node policy, Mode otherwise) {
        return switch (policy.text("mode").toUpperCase(Locale.ROOT)) {
            case "REGISTRY_ONLY" -> Mode.REGISTRY_ONLY;
            case "ALLOW_ANY" -> Mode.ALLOW_ANY;
            case "ALLOW_ANY_DYNAMIC_DNS" -> Mode.ALLOW_ANY_DYNAMIC_DNS;
            default -> otherwise;
        };
    }
}
