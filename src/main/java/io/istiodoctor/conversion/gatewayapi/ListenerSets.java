package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ListenerSets that add listeners to a Gateway (gateway_collection.go, ListenerSetCollection). */
final class ListenerSets {
    private static final String GROUP = Kind.KUBERNETES_GATEWAY.group();

    /** The listeners of a ListenerSet that a Gateway takes, and what is not certain about that. */
    record Added(List<GatewayListener> listeners, Optional<Doubt> doubt) {}

    private final Namespaces namespaces;
    private final List<LeftOut> leftOut;
    private final Map<ObjectRef, List<Resource>> byGateway = new HashMap<>();

    ListenerSets(ConversionInput input, Namespaces namespaces, List<LeftOut> leftOut) {
        this.namespaces = namespaces;
        this.leftOut = leftOut;
        for (Resource set : input.all(Kind.LISTENER_SET)) {
            Written parent = Written.spec(set).get("parentRef");
            if (!parent.text("group", GROUP).equals(GROUP) || !parent.text("kind", "Gateway").equals("Gateway")) {
                leftOut.add(LeftOut.of(Reason.PARENT_KIND, FieldRef.of(set.ref()), parent.text("kind")).because(parent.at()));
                continue;
            }
            switch (parent(set, input)) {
                case Presence.Present(Resource gateway) -> byGateway.computeIfAbsent(gateway.ref(), any -> new ArrayList<>()).add(set);
                case Presence.Absent absent -> leftOut.add(LeftOut.of(Reason.PARENT_MISSING, FieldRef.of(set.ref()),
                        parent.text("namespace", set.ref().namespace()) + "/" + parent.text("name"))
                        .because(parent.at()).sure(absent.certainty()));
            }
        }
    }

    /** The Gateway that a ListenerSet names. */
    static Presence parent(Resource set, ConversionInput input) {
        Written parent = Written.spec(set).get("parentRef");
        return input.find(Kind.KUBERNETES_GATEWAY, parent.text("namespace", set.ref().namespace()), parent.text("name"));
    }

    /** Those that name a Gateway of which nothing comes. */
    void unserved(Resource gateway, Certainty certainty) {
        refuse(gateway, Reason.PARENT_NOT_SERVED, certainty);
    }

    private void refuse(Resource gateway, Reason reason, Certainty certainty) {
        byGateway.getOrDefault(gateway.ref(), List.of()).forEach(set -> leftOut.add(LeftOut.of(reason, FieldRef.of(set.ref()), "")
                .because(new FieldRef(set.ref(), "spec.parentRef")).by(FieldRef.of(gateway.ref())).sure(certainty)));
    }

    /** Those that a Gateway takes. */
    List<Added> of(Resource gateway, Controller controller) {
        if (controller != Controller.EDGE) {
            refuse(gateway, Reason.LISTENER_SETS_UNSUPPORTED, Certainty.CERTAIN);
            return List.of();
        }
        Written allowed = Written.spec(gateway).get("allowedListeners").get("namespaces");
        List<Resource> named = byGateway.getOrDefault(gateway.ref(), List.of());
        if (named.isEmpty()) {
            return List.of();
        }
        NamespaceChoice choice = namespaces.forListenerSets(allowed, gateway.ref().namespace());
        List<Added> added = new ArrayList<>();
        for (Resource set : named) {
            String namespace = set.ref().namespace();
            if (choice.takes(namespace)) {
                added.add(new Added(GatewayListener.of(set, gateway), choice.doubt(namespace)));
            } else {
                LeftOut refused = LeftOut.of(Reason.LISTENER_SET_NOT_ALLOWED, FieldRef.of(set.ref()), namespace)
                        .because(new FieldRef(set.ref(), "spec.parentRef")).by(allowed.at());
                leftOut.add(choice.doubt(namespace).map(d -> refused.sure(d.certainty())).orElse(refused));
            }
        }
        return added;
    }
}
