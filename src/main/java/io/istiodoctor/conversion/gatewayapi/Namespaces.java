package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Chooses namespaces by their labels. The API server labels each with its name. */
final class Namespaces {
    private static final String NAME = "kubernetes.io/metadata.name";
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");
    private static final List<Kind> RESIDENTS = List.of(Kind.HTTP_ROUTE, Kind.GRPC_ROUTE, Kind.TLS_ROUTE, Kind.TCP_ROUTE,
            Kind.LISTENER_SET);

    private final ConversionInput input;
    private final Set<String> known = new TreeSet<>();

    Namespaces(ConversionInput input) {
        this.input = input;
        input.all(Kind.NAMESPACE).forEach(n -> known.add(n.ref().name()));
        RESIDENTS.forEach(kind -> input.all(kind).forEach(r -> known.add(r.ref().namespace())));
    }

    /** Those from which a listener takes routes: {@code allowedRoutes.namespaces}, by default its own. */
    NamespaceChoice forRoutes(Written namespaces, String own) {
        return switch (namespaces.text("from", "Same")) {
            case "Same" -> new NamespaceChoice(own);
            case "Selector" ->
                    namespaces.get("selector").isPresent() ? matching(namespaces.get("selector").node()) : new NamespaceChoice("*");
            default -> new NamespaceChoice("*");
        };
    }

    /** Those from which a Gateway takes ListenerSets: {@code allowedListeners.namespaces}, by default none. */
    NamespaceChoice forListenerSets(Written namespaces, String own) {
        return switch (namespaces.text("from", "None")) {
            case "All" -> new NamespaceChoice("*");
            case "Same" -> new NamespaceChoice(own);
            case "Selector" -> namespaces.get("selector").isPresent() ? matching(namespaces.get("selector").node()) : new NamespaceChoice();
            default -> new NamespaceChoice();
        };
    }

    private NamespaceChoice matching(Node selector) {
        List<Node> expressions = selector.get("matchExpressions").elements();
        if (expressions.stream().anyMatch(e -> !OPERATORS.contains(e.text("operator")))) {
            return new NamespaceChoice();
        }
        boolean byName = Stream.concat(selector.get("matchLabels").fields().keySet().stream(), expressions.stream().map(e -> e.text("key")))
                .allMatch(NAME::equals);
        List<String> names = new ArrayList<>();
        Map<String, Doubt> doubts = new HashMap<>();
        for (String namespace : known) {
            Presence found = input.find(Kind.NAMESPACE, "", namespace);
            boolean matches = Labels.matchSelector(selector, labels(namespace, found));
            if (found instanceof Presence.Absent absent && !byName) {
                absent.doubt().ifPresent(d -> doubts.put(namespace, d));
                matches = matches || !absent.likely();
            }
            if (matches) {
                names.add(namespace);
            }
        }
        return new NamespaceChoice(names, doubts);
    }

    private static Map<String, String> labels(String namespace, Presence found) {
        Map<String, String> labels = new HashMap<>(found instanceof Presence.Present(Resource present) ? present.labels() : Map.of());
        labels.put(NAME, namespace);
        return labels;
    }
}
