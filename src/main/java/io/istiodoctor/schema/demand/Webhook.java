package io.istiodoctor.schema.demand;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Flaw;
import io.istiodoctor.schema.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Istio's validating webhook. */
public final class Webhook {
    private static final String DRY_RUN = "istio.io/dry-run";

    private Webhook() {}

    /**
     * Why Istio's webhook would refuse an object that fits its definition; empty for kinds of others.
     *
     * @param expressions whether a text is an expression in CEL, which Telemetry asks
     */
    public static List<Flaw> flaws(Resource object, Predicate<String> expressions) {
        List<Flaw> flaws = new ArrayList<>();
        Optional<Kind> kind = object.ref().known();
        if (kind.isPresent() && kind.get().ofIstio()) {
            Place whole = Place.of(object, flaws);
            judge(kind.get(), whole, object, expressions);
            Place dryRun = whole.get("metadata").get("annotations").get(DRY_RUN);
            if (dryRun.isPresent() && kind.get() != Kind.AUTHORIZATION_POLICY) {
                dryRun.tell(Sort.EXCLUDED, object.ref().kind());
            }
        }
        return flaws;
    }

    private static void judge(Kind kind, Place object, Resource resource, Predicate<String> expressions) {
        Place spec = object.get("spec");
        switch (kind) {
            case ISTIO_GATEWAY -> GatewayDemands.judge(object);
            case VIRTUAL_SERVICE -> VirtualServiceDemands.judge(object, resource.ref().namespace());
            case DESTINATION_RULE -> DestinationRuleDemands.judge(object, resource.ref().namespace());
            case SERVICE_ENTRY -> ServiceEntryDemands.judge(object, resource);
            case WORKLOAD_ENTRY -> WorkloadEntryDemands.judge(spec, true, true);
            case WORKLOAD_GROUP -> WorkloadEntryDemands.group(spec);
            case SIDECAR -> SidecarDemands.judge(object);
            case ENVOY_FILTER -> ExtensionDemands.filter(spec);
            case PROXY_CONFIG -> {
                Demands.selector(spec.get("selector").get("matchLabels"));
                Demands.notNegative(spec, "concurrency");
            }
            case AUTHORIZATION_POLICY -> AuthorizationDemands.judge(object);
            case PEER_AUTHENTICATION -> AuthenticationDemands.peer(spec);
            case REQUEST_AUTHENTICATION -> AuthenticationDemands.request(spec);
            case TELEMETRY -> TelemetryDemands.judge(spec, expressions);
            case WASM_PLUGIN -> ExtensionDemands.wasm(spec);
            default -> {
            }
        }
    }
}
