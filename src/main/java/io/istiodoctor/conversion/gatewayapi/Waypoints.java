package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.Map;
import java.util.Set;

/** Which Services have a waypoint of another controller, whose routes istiod leaves to it (conversion.go, waypointManagedByAnotherController). */
final class Waypoints {
    private static final String NAME = "istio.io/use-waypoint";
    private static final String NAMESPACE = "istio.io/use-waypoint-namespace";

    private final ConversionInput input;

    Waypoints(ConversionInput input) {
        this.input = input;
    }

    boolean ofAnother(Kind kind, Written reference, Resource route) {
        String namespace = reference.text("namespace", route.ref().namespace());
        if (!(input.find(kind, namespace, reference.text("name")) instanceof Presence.Present(Resource target))) {
            return false;
        }
        Map<String, String> labels = target.labels();
        if (!labels.containsKey(NAME) && input.find(Kind.NAMESPACE, "", namespace) instanceof Presence.Present(Resource home)) {
            labels = home.labels();
        }
        String name = labels.getOrDefault(NAME, "");
        if (name.isEmpty() || name.equalsIgnoreCase("none")) {
            return false;
        }
        String where = labels.getOrDefault(NAMESPACE, "");
        return input.find(Kind.KUBERNETES_GATEWAY, where.isEmpty() ? namespace : where, name) instanceof Presence.Present(Resource waypoint)
                && input.find(Kind.GATEWAY_CLASS, "", waypoint.spec().text("gatewayClassName")) instanceof Presence.Present(Resource owner)
                && !controllers().contains(owner.spec().text("controllerName"));
    }

    private Set<String> controllers() {
        return Set.of("istio.io/mesh-controller",
                input.config().environment("PILOT_GATEWAY_API_CONTROLLER_NAME").orElse("istio.io/gateway-controller"));
    }
}
