package io.istiodoctor.mesh.workload;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.HashMap;
import java.util.Map;

/** Which controller a Gateway of the Gateway API is for, by its class; Istio's own classes need not exist (gatewayclass_collection.go of Istio). */
public final class GatewayControllers {
    /** The controller of Istio's gateways. */
    public static final String EDGE = "istio.io/gateway-controller";
    /** The controller of Istio's waypoints. */
    public static final String WAYPOINT = "istio.io/mesh-controller";

    private static final Map<String, String> BUILT_IN = Map.of("istio", EDGE, "istio-waypoint", WAYPOINT);

    private final Map<String, Resource> classes = new HashMap<>();

    public GatewayControllers(Inventory inventory) {
        inventory.all(Kind.GATEWAY_CLASS).forEach(c -> classes.putIfAbsent(c.ref().name(), c));
    }

    /** The controller's name; empty where the class is not known. */
    public String of(Resource gateway) {
        String name = gateway.spec().text("gatewayClassName");
        Resource given = classes.get(name);
        return given != null ? given.spec().text("controllerName") : BUILT_IN.getOrDefault(name, "");
    }

    /** What a label of the Gateway's class says, where the class was read and has it. */
    public String classLabel(Resource gateway, String label, String otherwise) {
        Resource given = classes.get(gateway.spec().text("gatewayClassName"));
        return given == null ? otherwise : given.labels().getOrDefault(label, otherwise);
    }
}
