package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Sort;
import java.util.Set;

/** Which workloads a policy is for: a selector, or references, and not both. */
final class TargetDemands {
    private static final Set<String> ALLOWED = Set.of("/Service", "core/Service", "networking.istio.io/ServiceEntry",
            "gateway.networking.k8s.io/Gateway",
            "gateway.networking.k8s.io/GatewayClass");

    private TargetDemands() {}

    static void judge(Place spec) {
        Demands.selector(spec.get("selector").get("matchLabels"));
        if (spec.has("targetRef")) {
            reference(spec.get("targetRef"));
        }
        spec.get("targetRefs").each().forEach(TargetDemands::reference);
    }

    private static void reference(Place target) {
        target.needs("name");
        target.without("namespace", "targetRef");
        if (!ALLOWED.contains(target.text("group") + "/" + target.text("kind"))) {
            target.get("kind").tell(Sort.NO_CHOICE, "", "Service", "ServiceEntry", "Gateway", "GatewayClass");
        }
    }
}
