package io.istiodoctor.trace;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.Step.Passed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Routes of the Gateway API that name a Gateway, and of which nothing comes there. */
final class UnservedRoutes {
    /** A route, and why nothing comes of it. */
    record Missed(ObjectRef route, String why, List<Passed> passed) {}

    private final Network net;

    UnservedRoutes(Network net) {
        this.net = net;
    }

    /** Those that were meant for a host at a Gateway or ListenerSet. */
    List<Missed> of(ObjectRef gateway, String host) {
        List<Unserved> all = net.proxies().unserved().stream()
                .filter(u -> has(u.resource(), host) && (names(u.resource(), gateway) || lost(u))).toList();
        // What is for the host by its name was meant before what is for every host.
        List<Unserved> named = all.stream().filter(u -> !u.resource().spec().get("hostnames").elements().isEmpty()).toList();
        return (named.isEmpty() ? all : named).stream().flatMap(u -> missed(u).stream()).toList();
    }

    // What names a Gateway that does not exist may mean this one, when it is for the host alone.
    private static boolean lost(Unserved unserved) {
        return unserved.reason() == LeftOut.Reason.PARENT_MISSING && unserved.certainty() == Certainty.CERTAIN
                && !unserved.resource().spec().get("hostnames").elements().isEmpty();
    }

    private static boolean names(Resource route, ObjectRef gateway) {
        return route.spec().get("parentRefs").elements().stream().anyMatch(p -> p.text("name").equals(gateway.name())
                && p.get("kind").text().orElse("Gateway").equals(gateway.kind())
                && p.get("namespace").text().orElse(route.ref().namespace()).equals(gateway.namespace()));
    }

    private static boolean has(Resource route, String host) {
        List<Node> hosts = route.spec().get("hostnames").elements();
        return hosts.isEmpty() || hosts.stream().anyMatch(h -> HostPattern.covers(h.text().orElse(""), host));
    }

    private static Optional<Missed> missed(Unserved unserved) {
        ObjectRef route = unserved.resource().ref();
        return why(unserved).map(why -> new Missed(route, route + " is left out: " + why + ".",
                List.of(Step.deep(route, unserved.path()), Step.shallow(route, unserved.part()), Step.shallow(route, ""))));
    }

    private static Optional<String> why(Unserved unserved) {
        String detail = unserved.detail();
        return switch (unserved.reason()) {
            case BACKEND_NAME -> Optional.of("its backend " + detail + " is a host, and not the name of a Service");
            case BACKEND_NAMESPACE -> Optional.of("its backend " + detail + " is a Hostname with a namespace");
            case BACKEND_PORT -> Optional.of("its backend " + detail + " names no port");
            case FILTER_UNSUPPORTED, HEADER_VALUE, MATCH_TYPE, MATCH_EMPTY -> Optional.of("a rule of it has what istiod does not take ("
                    + unserved.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ') + (detail.isEmpty() ? "" : " " + detail) + ")");
            case PARENT_MISSING -> Optional.of("there is no Gateway " + detail);
            case SECTION_MISSING -> Optional.of("the Gateway has no listener " + detail);
            case LISTENER_PORT_MISSING -> Optional.of("the Gateway has no listener with port " + detail);
            case HOSTS_DISJOINT -> Optional.of("none of its hosts is one of the listener's (" + detail + ")");
            case NAMESPACE_NOT_ALLOWED -> Optional.of("the listener takes no routes from namespace " + detail);
            case KIND_NOT_ALLOWED -> Optional.of("the listener takes no " + detail);
            case DEFINITION_TOO_OLD -> Optional.of("the cluster's definition of its kind is too old for istiod");
            default -> Optional.empty();
        };
    }
}
