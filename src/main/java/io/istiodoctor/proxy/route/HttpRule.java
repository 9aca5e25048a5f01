package io.istiodoctor.proxy.route;

import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import java.util.List;
import java.util.Optional;

/**
 * An http rule of a VirtualService, with what a delegate and its root say together.
 *
 * @param namespace of the object in which its destinations stand
 * @param destinations where each of its routes has its destination from
 * @param matches its alternatives; none when it takes everything
 * @param doubt what is not certain about it
 */
record HttpRule(Node node, String namespace, FieldRef origin, List<FieldRef> destinations, List<HttpMatch> matches, Optional<Doubt> doubt) {
    /**
     * One alternative of a rule.
     *
     * @param namespace of the object in which its Gateways are named
     */
    record HttpMatch(Node node, String namespace, FieldRef origin) {}

    // A rule whose matches name other namespaces only holds for none of this one, even where another match names none.
    boolean holdsIn(String proxyNamespace) {
        List<String> asked = matches.stream().map(m -> m.node().text("sourceNamespace")).filter(n -> !n.isEmpty()).toList();
        return asked.isEmpty() || asked.contains(proxyNamespace);
    }
}
