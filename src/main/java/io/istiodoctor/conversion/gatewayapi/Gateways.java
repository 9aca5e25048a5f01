package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What istiod makes of Gateways and ListenerSets (gateway_collection.go): of each listener a Gateway of its own. */
final class Gateways {
    private static final long HBONE = 15008;

    private final ConversionInput input;
    private final GatewayClasses classes;
    private final Listeners listeners;
    private final ListenerSets sets;
    private final List<LeftOut> leftOut;
    private final List<RoutingObject> made = new ArrayList<>();
    private final Map<ObjectRef, List<RouteParent>> parents = new HashMap<>();
    private final Map<ObjectRef, Certainty> unserved = new HashMap<>();

    Gateways(ConversionInput input, GatewayClasses classes, Listeners listeners, ListenerSets sets, List<LeftOut> leftOut) {
        this.input = input;
        this.classes = classes;
        this.listeners = listeners;
        this.sets = sets;
        this.leftOut = leftOut;
        input.all(Kind.KUBERNETES_GATEWAY).forEach(this::convert);
        leftOut.forEach(l -> unserved.merge(l.at().object(), l.certainty(), Certainty::and));
    }

    List<RoutingObject> made() {
        return made;
    }

    /** The listeners that a route can name by this Gateway or ListenerSet. */
    List<RouteParent> parents(ObjectRef object) {
        return parents.getOrDefault(object, List.of());
    }

    /** How sure it is that a Gateway or ListenerSet without parents takes no routes: as sure as what is left out of it. */
    Certainty unserved(ObjectRef object) {
        return unserved.getOrDefault(object, Certainty.CERTAIN);
    }

    private void convert(Resource gateway) {
        switch (classes.of(gateway)) {
            case GatewayClasses.Owner.Istio(Controller controller) -> convert(gateway, controller);
            case GatewayClasses.Owner.Other(LeftOut other) -> refuse(gateway, other);
        }
    }

    private void refuse(Resource gateway, LeftOut why) {
        leftOut.add(why);
        sets.unserved(gateway, why.certainty());
    }

    private void convert(Resource gateway, Controller controller) {
        LeftOut unconverted = LeftOut
                .of(controller == Controller.REMOTE ? Reason.CLASS_REMOTE : Reason.CLASS_WAYPOINT, FieldRef.of(gateway.ref()),
                        gateway.spec().text("gatewayClassName"))
                .because(new FieldRef(gateway.ref(), "spec.gatewayClassName"));
        if (controller == Controller.REMOTE) {
            refuse(gateway, unconverted);
            return;
        }
        GatewayServices services = GatewayServices.of(gateway, controller, input);
        leftOut.addAll(services.leftOut());
        if (services.hosts().isEmpty()) {
            sets.unserved(gateway, Certainty.CERTAIN);
            return;
        }
        List<ListenerSets.Added> added = sets.of(gateway, controller);
        if (controller == Controller.WAYPOINT) {
            leftOut.add(unconverted);
            return;
        }
        List<GatewayListener> own = GatewayListener.of(gateway);
        var conflicts = new ListenerConflicts(controller == Controller.EDGE ? own : List.of(),
                added.stream().flatMap(a -> a.listeners().stream()).toList());
        own.forEach(l -> add(l, controller, services, conflicts.of(l), Optional.empty()));
        added.forEach(a -> a.listeners().forEach(l -> add(l, controller, services, conflicts.of(l), a.doubt())));
    }

    private void add(GatewayListener listener, Controller controller, GatewayServices services, Optional<LeftOut> conflict,
            Optional<Doubt> doubt) {
        if (conflict.isPresent()) {
            leftOut.add(conflict.get());
            return;
        }
        Listeners.Made result = listeners.make(listener, controller);
        leftOut.addAll(result.leftOut());
        boolean tunnel = controller == Controller.EAST_WEST && listener.port().filter(p -> p == HBONE).isPresent();
        boolean parent = result.server().isPresent() && !tunnel && (result.served() || listener.ownerKind() == Kind.KUBERNETES_GATEWAY);
        if (parent) {
            parents.computeIfAbsent(listener.owner().ref(), any -> new ArrayList<>()).add(RouteParent.of(listener, result.namespaces()));
        }
        if (parent && result.served()) {
            Part server = result.server().get();
            FieldRef at = listener.at();
            Part spec = Part.mapping(at).with("servers", Part.list(List.of(doubt.map(server::doubted).orElse(server)), at));
            made.add(RoutingObject.made(Names.gateway(listener.namespace(), listener.gatewayName()), listener.owner(),
                    annotations(listener, services), spec));
        }
    }

    private static Map<String, String> annotations(GatewayListener listener, GatewayServices services) {
        ObjectRef owner = listener.owner().ref();
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(RoutingObject.PARENTS, owner.kind() + "/" + owner.name() + "/" + listener.name() + "." + owner.namespace());
        annotations.put("internal.istio.io/gateway-semantics", "gateway");
        annotations.put(RoutingObject.SERVICES, String.join(",", services.hosts()));
        annotations.put("internal.istio.io/service-account-name", services.account());
        if (listener.ownerKind() == Kind.LISTENER_SET) {
            annotations.put(RoutingObject.PARENT_NAMESPACE, listener.gateway().ref().namespace());
        }
        return annotations;
    }
}
