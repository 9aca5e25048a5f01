package io.istiodoctor.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;

/** An object without what an API server owns or cannot take. */
final class Applicable {
    private static final List<String> SERVER_OWNED = List.of("resourceVersion", "uid", "creationTimestamp", "generation",
            "managedFields", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds");
    private static final int LOWEST_NODE_PORT = 30000;
    private static final int HIGHEST_NODE_PORT = 32767;

    private Applicable() {}

    static JsonObject of(Resource resource, Kind kind, String version) {
        JsonObject object = Json.of(resource.root()).getAsJsonObject();
        object.addProperty("apiVersion", kind.group().isEmpty() ? version : kind.group() + "/" + version);
        SERVER_OWNED.forEach(object.getAsJsonObject("metadata")::remove);
        if (kind == Kind.SERVICE && object.get("spec") instanceof JsonObject spec) {
            if (!spec.has("clusterIP") || !"None".equals(spec.get("clusterIP").getAsString())) {
                List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy").forEach(spec::remove);
            }
            if (spec.get("ports") instanceof JsonArray ports) {
                ports.forEach(Applicable::dropNodePortOutsideRange);
            }
        }
        return object;
    }

    private static void dropNodePortOutsideRange(JsonElement port) {
        JsonElement nodePort = port.getAsJsonObject().get("nodePort");
        if (nodePort != null && (nodePort.getAsInt() < LOWEST_NODE_PORT || nodePort.getAsInt() > HIGHEST_NODE_PORT)) {
            port.getAsJsonObject().remove("nodePort");
        }
    }
}
