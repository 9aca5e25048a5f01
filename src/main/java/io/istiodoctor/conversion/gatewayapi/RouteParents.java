package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Attachment;
import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which parents take a route (conversion.go, extractParentReferenceInfo and referenceAllowed). */
final class RouteParents {
    private static final String GROUP = "gateway.networking.k8s.io";

    private final ConversionInput input;
    private final Gateways gateways;
    private final Waypoints waypoints;
    private final List<LeftOut> leftOut;
    private final List<Attachment> attachments = new ArrayList<>();

    RouteParents(ConversionInput input, Gateways gateways, Waypoints waypoints, List<LeftOut> leftOut) {
        this.input = input;
        this.gateways = gateways;
        this.waypoints = waypoints;
        this.leftOut = leftOut;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    RouteBinding.Bindings of(Resource route, Kind kind) {
        List<RouteBinding> taken = new ArrayList<>();
        boolean names = false;
        boolean namesMesh = false;
        for (Written reference : Written.spec(route).get("parentRefs").elements().stream().sorted(order(route)).toList()) {
            Optional<Kind> parent = parentKind(reference);
            if (parent.isEmpty()) {
                leftOut.add(LeftOut.of(Reason.PARENT_KIND, reference.at(), reference.text("kind")));
            } else if (parent.get() == Kind.SERVICE || parent.get() == Kind.SERVICE_ENTRY) {
                if (waypoints.ofAnother(parent.get(), reference, route)) {
                    leftOut.add(LeftOut.of(Reason.WAYPOINT_OF_ANOTHER, reference.at(), reference.text("name")));
                } else {
                    namesMesh = true;
                    mesh(route, parent.get(), reference).ifPresent(taken::add);
                }
            } else {
                names |= listeners(route, kind, parent.get(), reference, taken);
            }
        }
        taken.sort(Comparator.comparing(RouteBinding::gateway));
        taken.forEach(b -> attachments.add(new Attachment(b.parentRef().at(), b.parent(), b.gateway())));
        return new RouteBinding.Bindings(taken, names, namesMesh);
    }

    private static Comparator<Written> order(Resource route) {
        return Comparator.comparing(r -> "%s/%s/%s/%s/%s.%s".formatted(r.text("group", GROUP), r.text("kind", "Gateway"), r.text("name"),
                r.text("sectionName"), r.number("port", 0), r.text("namespace", route.ref().namespace())));
    }

    private static Optional<Kind> parentKind(Written reference) {
        return switch (reference.text("group", GROUP) + "/" + reference.text("kind", "Gateway")) {
            case GROUP + "/Gateway" -> Optional.of(Kind.KUBERNETES_GATEWAY);
            case GROUP + "/ListenerSet" -> Optional.of(Kind.LISTENER_SET);
            case "/Service" -> Optional.of(Kind.SERVICE);
            case "networking.istio.io/ServiceEntry" -> Optional.of(Kind.SERVICE_ENTRY);
            default -> Optional.empty();
        };
    }

    private Optional<RouteBinding> mesh(Resource route, Kind kind, Written reference) {
        String namespace = reference.text("namespace", route.ref().namespace());
        String name = reference.text("name");
        Presence found = input.find(kind, namespace, name);
        ObjectRef target = found instanceof Presence.Present(Resource present) ? present.ref()
                : new ObjectRef("v1", kind.kind(), namespace, name);
        if (found instanceof Presence.Absent absent && (absent.likely() || kind == Kind.SERVICE_ENTRY)) {
            leftOut.add(LeftOut.of(Reason.PARENT_MISSING, reference.at(), namespace + "/" + name).by(FieldRef.of(target))
                    .sure(absent.certainty()));
            return Optional.empty();
        }
        List<String> hosts = found instanceof Presence.Present(Resource present) && kind == Kind.SERVICE_ENTRY
                ? present.spec().get("hosts").elements().stream().flatMap(h -> h.text().stream()).toList()
                : List.of(input.service(name, namespace));
        Optional<Doubt> doubt = found instanceof Presence.Absent absent ? absent.doubt() : Optional.empty();
        return Optional.of(new RouteBinding.ToMesh(reference, FieldRef.of(target), hosts, doubt));
    }

    // Whether there are listeners at all.
    private boolean listeners(Resource route, Kind kind, Kind parentKind, Written reference, List<RouteBinding> taken) {
        String namespace = reference.text("namespace", route.ref().namespace());
        String qualified = namespace + "/" + reference.text("name");
        Presence found = input.find(parentKind, namespace, reference.text("name"));
        if (!(found instanceof Presence.Present(Resource parent))) {
            leftOut.add(LeftOut.of(Reason.PARENT_MISSING, reference.at(), qualified).sure(((Presence.Absent) found).certainty()));
            return false;
        }
        List<RouteParent> all = gateways.parents(parent.ref());
        if (all.isEmpty()) {
            leftOut.add(LeftOut.of(Reason.PARENT_NOT_SERVED, reference.at(), qualified).by(FieldRef.of(parent.ref()))
                    .sure(gateways.unserved(parent.ref())));
            return false;
        }
        List<RouteParent> meant = all.stream().filter(p -> p.hasPort(reference.number("port", 0))).toList();
        FieldRef listeners = new FieldRef(parent.ref(), "spec.listeners");
        if (meant.isEmpty()) {
            leftOut.add(LeftOut.of(Reason.LISTENER_PORT_MISSING, reference.at(), reference.text("port")).because(reference.get("port").at())
                    .by(listeners));
        }
        List<RouteParent> sections = meant.stream().filter(p -> p.hasSection(reference.text("sectionName"))).toList();
        if (sections.isEmpty() && !meant.isEmpty()) {
            leftOut.add(LeftOut.of(Reason.SECTION_MISSING, reference.at(), reference.text("sectionName"))
                    .because(reference.get("sectionName").at())
                    .by(listeners));
        }
        for (RouteParent listener : sections) {
            refusal(route, kind, reference, listener).ifPresentOrElse(leftOut::add,
                    () -> taken.add(new RouteBinding.ToListener(reference, listener,
                            all.stream().filter(listener::besides).toList(), listener.namespaces().doubt(route.ref().namespace()))));
        }
        return true;
    }

    private static Optional<LeftOut> refusal(Resource route, Kind kind, Written reference, RouteParent parent) {
        LeftOut refused = LeftOut.of(Reason.HOSTS_DISJOINT, reference.at(), parent.hostname()).by(parent.listener().at());
        String namespace = route.ref().namespace();
        if (hosts(route, kind).noneMatch(h -> parent.hostname().isEmpty() || HostPattern.overlap(parent.hostname(), h))) {
            return Optional.of(refused.because(new FieldRef(route.ref(), "spec.hostnames")).by(parent.listener().at().child("hostname")));
        }
        if (!parent.namespaces().takes(namespace)) {
            LeftOut why = LeftOut.of(Reason.NAMESPACE_NOT_ALLOWED, reference.at(), namespace)
                    .by(parent.listener().at().child("allowedRoutes"));
            return Optional.of(parent.namespaces().doubt(namespace).map(d -> why.sure(d.certainty())).orElse(why));
        }
        return parent.kinds().contains(kind) ? Optional.empty()
                : Optional.of(LeftOut.of(Reason.KIND_NOT_ALLOWED, reference.at(), kind.kind()).by(parent.listener().at()));
    }

    private static Stream<String> hosts(Resource route, Kind kind) {
        List<Node> hosts = kind == Kind.TCP_ROUTE ? List.of() : route.spec().get("hostnames").elements();
        return hosts.isEmpty() ? Stream.of("*") : hosts.stream().flatMap(h -> h.text().stream());
    }
}
