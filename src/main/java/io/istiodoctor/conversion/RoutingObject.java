package io.istiodoctor.conversion;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.Map;

/**
 * A Gateway, VirtualService or DestinationRule of Istio's API: written by someone, or made by istiod of an object of another API.
 *
 * @param resource the object in Istio's form; where istiod made it, its name and annotations are those that istiod gives it
 * @param source the object that someone wrote
 * @param origins where istiod made it: fields of {@code resource} ({@code spec.http[0]}), each with the field it was made of
 */
public record RoutingObject(Resource resource, ObjectRef source, Map<String, FieldRef> origins) {
    public RoutingObject {
        origins = Map.copyOf(origins);
    }

    /** An object that stands in Istio's form already. */
    public static RoutingObject written(Resource resource) {
        return new RoutingObject(resource, resource.ref(), Map.of());
    }

    /** Whether istiod made it of an object of another API. */
    public boolean made() {
        return !resource.ref().equals(source);
    }

    /** The field that someone wrote, of which a field of {@code resource} comes: that of the longest path known. */
    public FieldRef origin(String path) {
        if (!made()) {
            return new FieldRef(source, path);
        }
        for (String known = path; !known.isEmpty(); known = parent(known)) {
            FieldRef origin = origins.get(known);
            if (origin != null) {
                return origin;
            }
        }
        return FieldRef.of(source);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
