package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.HashMap;
import java.util.Map;

/** Whose Gateways are (gatewaycommon/gatewayclass_collection.go): by the class's controller; some classes need not exist. */
final class GatewayClasses {
    /** Whose a Gateway is. */
    sealed interface Owner {
        /** Istio's. */
        record Istio(Controller controller) implements Owner {}

        /** Somebody else's, or nobody's. */
        record Other(LeftOut leftOut) implements Owner {}
    }

    private final ConversionInput input;
    private final Map<String, Controller> controllers = new HashMap<>();
    private final Map<String, Controller> builtIn = new HashMap<>();

    GatewayClasses(ConversionInput input) {
        this.input = input;
        know("istio-remote", "istio.io/unmanaged-gateway", Controller.REMOTE);
        know("istio-waypoint", "istio.io/mesh-controller", Controller.WAYPOINT);
        if (input.enabled("AMBIENT_ENABLE_MULTI_NETWORK", false)) {
            know("istio-east-west", "istio.io/eastwest-controller", Controller.EAST_WEST);
        }
        know(input.config().environment("PILOT_GATEWAY_API_DEFAULT_GATEWAYCLASS_NAME").orElse("istio"),
                input.config().environment("PILOT_GATEWAY_API_CONTROLLER_NAME").orElse("istio.io/gateway-controller"), Controller.EDGE);
    }

    private void know(String name, String controllerName, Controller controller) {
        builtIn.put(name, controller);
        controllers.put(controllerName, controller);
    }

    /** Whose a Gateway is. */
    Owner of(Resource gateway) {
        Written name = Written.spec(gateway).get("gatewayClassName");
        String className = name.text().orElse("");
        Presence found = input.find(Kind.GATEWAY_CLASS, "", className);
        Controller controller = found instanceof Presence.Present(Resource present)
                ? controllers.getOrDefault(present.spec().text("controllerName"), builtIn.get(className)) : builtIn.get(className);
        if (controller != null) {
            return new Owner.Istio(controller);
        }
        LeftOut other = LeftOut.of(Reason.CLASS_OF_ANOTHER, FieldRef.of(gateway.ref()), className).because(name.at());
        return new Owner.Other(switch (found) {
            case Presence.Present(Resource present) -> other.by(FieldRef.of(present.ref()));
            case Presence.Absent absent ->
                    LeftOut.of(Reason.CLASS_MISSING, other.at(), className).because(name.at()).sure(absent.certainty());
        });
    }
}
