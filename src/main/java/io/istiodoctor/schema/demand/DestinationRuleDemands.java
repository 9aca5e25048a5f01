package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Sort;
import java.util.HashSet;
import java.util.Set;

/** DestinationRule. */
final class DestinationRuleDemands {
    private DestinationRuleDemands() {}

    static void judge(Place object, String namespace) {
        Place spec = object.get("spec");
        Place host = spec.get("host");
        if (host.text().isEmpty()) {
            host.tell(Sort.MISSING, "");
        } else {
            host.form(Forms.isWildcardHost(host.text()), "host-name");
        }
        TrafficPolicyDemands.judge(spec.get("trafficPolicy"));
        Set<String> names = new HashSet<>();
        for (Place subset : spec.get("subsets").each()) {
            Place name = subset.get("name");
            if (!names.add(name.text())) {
                name.tell(Sort.DUPLICATE, "");
            }
            if (name.text().isEmpty()) {
                name.tell(Sort.MISSING, "");
            } else {
                name.form(Forms.isLabel(name.text()), "dns-label");
            }
            Demands.labels(subset.get("labels"));
            TrafficPolicyDemands.judge(subset.get("trafficPolicy"));
        }
        exportTo(spec, namespace);
        Demands.selector(spec.get("workloadSelector").get("matchLabels"));
    }

    private static void exportTo(Place spec, String namespace) {
        Demands.exportTo(spec.get("exportTo"), namespace, false);
        if (spec.has("workloadSelector")) {
            spec.get("exportTo").each().stream().filter(e -> !e.text().equals(".") && !e.text().equals(namespace))
                    .forEach(e -> e.tell(Sort.EXCLUDED, "workloadSelector"));
        }
    }
}
