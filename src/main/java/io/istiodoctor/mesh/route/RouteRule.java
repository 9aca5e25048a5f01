package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;

/**
 * A rule of a route: what it takes and what it does.
 *
 * @param owner the object that holds it
 * @param path inside the owner, {@code spec.http[0]}
 * @param any the alternatives, one of which must hold
 * @param node the rule as written
 */
public record RouteRule(Resource owner, String path, List<Condition> any, Node node) {
    public RouteRule {
        any = List.copyOf(any);
    }

    /** "VirtualService default/bookinfo, http[0]". */
    public String words() {
        return owner.ref() + ", " + path.replaceFirst("^spec\\.", "");
    }
}
