package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.route.Destination;
import io.istiodoctor.mesh.route.RouteRule;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds what the destinations of a rule mean. */
final class Targets {
    private record Place(ObjectRef owner, String path) {}

    private final Mesh mesh;
    private final Map<Place, Destination> destinations = new HashMap<>();

    Targets(Mesh mesh) {
        this.mesh = mesh;
        mesh.virtualServices().forEach(v -> v.destinations()
                .forEach(d -> destinations.put(new Place(v.resource().ref(), d.path()), d)));
    }

    /** Where a rule sends requests, in the order of the manifest; those with weight 0 left out unless all are. */
    List<Target> of(RouteSet set, RouteRule rule) {
        List<Target> all = set.virtualService().isPresent() ? ofVirtualService(rule)
                : set.kind() == Kind.INGRESS ? ofIngress(rule) : ofBackends(rule);
        List<Target> weighed = all.stream().filter(t -> t.weight() > 0).toList();
        return weighed.isEmpty() ? all : weighed;
    }

    private List<Target> ofVirtualService(RouteRule rule) {
        List<Target> targets = new ArrayList<>();
        List<Node> routes = rule.node().get("route").elements();
        for (int i = 0; i < routes.size(); i++) {
            String path = rule.path() + ".route[" + i + "].destination";
            Node destination = routes.get(i).get("destination");
            long weight = routes.get(i).get("weight").number().orElse(routes.size() == 1 ? 100L : 0L);
            String hint = known(rule.owner(), path).map(Targets::hint).orElse("");
            Certainty absence = known(rule.owner(), path).map(d -> Certainty.valueOf(d.absence().toUpperCase(Locale.ROOT)))
                    .orElse(Certainty.UNKNOWN);
            targets.add(target(rule.owner(), path, destination.text("host"),
                    destination.get("port").get("number").number().orElse(0L), destination.text("subset"), weight, absence, hint));
        }
        return targets;
    }

    private Optional<Destination> known(Resource owner, String path) {
        return Optional.ofNullable(destinations.get(new Place(owner.ref(), path)));
    }

    private static String hint(Destination destination) {
        return destination.nearestService().map(s -> " " + s.host() + " exists.").orElse("");
    }

    private Target target(Resource owner, String path, String written, long port, String subset, long weight,
            Certainty absence, String hint) {
        String host = mesh.directory().hostOf(written, owner.ref().namespace());
        return new Target(owner.ref(), path, written, host, port, subset, weight, mesh.directory().service(host),
                mesh.directory().serviceEntry(host), absence, hint);
    }

    private List<Target> ofBackends(RouteRule rule) {
        List<Target> targets = new ArrayList<>();
        List<Node> backends = rule.node().get("backendRefs").elements();
        for (int i = 0; i < backends.size(); i++) {
            Node b = backends.get(i);
            String kind = b.text("kind");
            String namespace = b.text("namespace").isEmpty() ? rule.owner().ref().namespace() : b.text("namespace");
            String host = kind.equals("Hostname") ? b.text("name") : mesh.directory().hostOfService(b.text("name"), namespace);
            targets.add(target(rule.owner(), rule.path() + ".backendRefs[" + i + "]", host, b.get("port").number().orElse(0L), "",
                    b.get("weight").number().orElse(1L), mesh.directory().absence(Kind.SERVICE, namespace), ""));
        }
        return targets;
    }

    private List<Target> ofIngress(RouteRule rule) {
        Node backend = rule.node().get("backend").isPresent() ? rule.node().get("backend") : rule.node();
        String path = rule.node().get("backend").isPresent() ? rule.path() + ".backend" : rule.path();
        String name = backend.get("service").text("name") + backend.text("serviceName");
        String namespace = rule.owner().ref().namespace();
        String host = mesh.directory().hostOfService(name, namespace);
        Node port = backend.get("service").get("port");
        long number = port.get("number").number().or(() -> backend.get("servicePort").number())
                .or(() -> mesh.directory().service(host).flatMap(s -> s.ports().stream()
                        .filter(p -> p.portName().equals(port.text("name"))).map(p -> p.number()).findFirst())).orElse(0L);
        return List.of(target(rule.owner(), path, host, number, "", 1, mesh.directory().absence(Kind.SERVICE, namespace), ""));
    }

    /** The target that is a Service itself, for those that are reached without a gateway. */
    Target direct(Service service, long port) {
        return new Target(service.resource().ref(), "", service.host(), service.host(), port, "", 1, Optional.of(service),
                Optional.empty(), Certainty.CERTAIN, "");
    }
}
