package io.istiodoctor.mesh;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.injection.RevisionedObject;
import io.istiodoctor.mesh.policy.PolicyUses;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Kinds that stand for one another, so that a rule for all of them can be judged where some are no part of the input. */
public enum KindGroup {
    /** Routes of the Gateway API. */
    ROUTES("routes", Kind.HTTP_ROUTE, Kind.GRPC_ROUTE, Kind.TLS_ROUTE, Kind.TCP_ROUTE),
    /** Routes of either API. */
    ALL_ROUTES("allRoutes", Kind.VIRTUAL_SERVICE, Kind.HTTP_ROUTE, Kind.GRPC_ROUTE, Kind.TLS_ROUTE, Kind.TCP_ROUTE),
    /** Gateways of either API. */
    ALL_GATEWAYS("allGateways", Kind.ISTIO_GATEWAY, Kind.KUBERNETES_GATEWAY),
    /** What has listeners of the Gateway API. */
    LISTENERS("listeners", Kind.KUBERNETES_GATEWAY, Kind.LISTENER_SET),
    /** What changes the configuration of proxies, chosen by labels. */
    EXTENSIONS("extensions", Kind.ENVOY_FILTER, Kind.WASM_PLUGIN),
    /** What is converted, and names certificates. */
    CERTIFICATE_USERS("certificateUsers", Kind.KUBERNETES_GATEWAY, Kind.LISTENER_SET, Kind.INGRESS),
    /** What istiod makes HTTP routes of, and the Gateways that take them. */
    CONVERTED_ROUTES("convertedRoutes", Kind.KUBERNETES_GATEWAY, Kind.HTTP_ROUTE, Kind.GRPC_ROUTE, Kind.INGRESS),
    /** What asks for waypoints, workloads apart. */
    WAYPOINT_USERS("waypointUsers", Kind.NAMESPACE, Kind.SERVICE),
    /** What is for some workloads, by a selector or by targets. */
    POLICIES("policies", PolicyUses.KINDS),
    /** What control planes read of Istio's own kinds. */
    CONFIGURATION("configuration", RevisionedObject.KINDS);

    private static final Map<String, KindGroup> BY_LABEL = Arrays.stream(values()).collect(Collectors.toMap(KindGroup::label, g -> g));

    private final String label;
    private final List<Kind> kinds;

    KindGroup(String label, Kind... kinds) {
        this(label, List.of(kinds));
    }

    KindGroup(String label, List<Kind> kinds) {
        this.label = label;
        this.kinds = kinds;
    }

    /** By which name rules need it. */
    public String label() {
        return label;
    }

    /** The group of this name. */
    public static Optional<KindGroup> named(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    /** What is known of them together: nothing where nothing is known of any, and not all where one could not be read. */
    Coverage coverage(Inventory inventory) {
        List<Coverage> all = kinds.stream().map(inventory::coverage).toList();
        List<Coverage> known = all.stream().filter(c -> !(c instanceof Coverage.None)).toList();
        if (known.isEmpty()) {
            return all.getFirst();
        }
        Optional<Coverage> failed = all.stream().filter(c -> c instanceof Coverage.None none && none.absentKind().isEmpty()).findFirst();
        return failed.<Coverage>map(f -> new Coverage.Nearly(f.reason(), f.right()))
                .orElseGet(() -> known.stream().filter(c -> !c.reason().isEmpty()).findFirst().orElse(known.getFirst()));
    }
}
