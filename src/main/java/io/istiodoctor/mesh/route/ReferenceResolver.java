package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.Clues;
import io.istiodoctor.mesh.base.HostNames;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.config.Audience;
import io.istiodoctor.mesh.config.Visibility;
import io.istiodoctor.mesh.destination.DestinationRules;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.route.GatewayReference.Absence;
import io.istiodoctor.mesh.route.RouteNodes.Place;
import io.istiodoctor.mesh.service.DestinationResolver;
import io.istiodoctor.mesh.service.Registry;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Resolves the names in VirtualServices: Gateways and destinations. */
public final class ReferenceResolver {
    private final Inventory inventory;
    private final HostNames names;
    private final Registry registry;
    private final DestinationResolver destinations;
    private final DestinationRules destinationRules;
    private final Visibility visibility;
    private final Map<String, Gateway> gateways = new TreeMap<>();
    private final Map<String, Resource> kubernetesGateways = new TreeMap<>();
    private final Map<String, TreeSet<String>> byName = new HashMap<>();
    private final Set<String> virtualServices = new HashSet<>();

    /** Resolves names by what is known of Services, Gateways and DestinationRules. */
    public ReferenceResolver(Inventory inventory, HostNames names, Registry registry, DestinationResolver destinations,
            List<Gateway> gateways, DestinationRules destinationRules, Visibility visibility) {
        this.inventory = inventory;
        this.names = names;
        this.registry = registry;
        this.destinationRules = destinationRules;
        this.visibility = visibility;
        this.destinations = destinations;
        gateways.forEach(g -> this.gateways.put(g.qualifiedName(), g));
        inventory.all(Kind.VIRTUAL_SERVICE).forEach(v -> virtualServices.add(v.ref().qualifiedName()));
        inventory.all(Kind.KUBERNETES_GATEWAY).forEach(g -> kubernetesGateways.put(g.ref().qualifiedName(), g));
        List.of(this.gateways.keySet(), kubernetesGateways.keySet()).forEach(all -> all.forEach(
                n -> byName.computeIfAbsent(n.substring(n.indexOf('/') + 1), any -> new TreeSet<>()).add(n)));
    }

    List<GatewayReference> gateways(VirtualService virtualService) {
        return RouteNodes.gateways(virtualService.resource()).stream().map(p -> reference(virtualService, p)).toList();
    }

    private GatewayReference reference(VirtualService virtualService, Place place) {
        String written = place.node().text().orElseThrow();
        String target = GatewayName.resolve(written, virtualService.namespace());
        Optional<Gateway> gateway = Optional.ofNullable(gateways.get(target));
        Optional<Resource> kubernetes = Optional.ofNullable(kubernetesGateways.get(target));
        Absence absence = gateway.isPresent() || kubernetes.isPresent() ? new Absence(Certainty.CERTAIN, "", List.of())
                : absence(written, target, virtualService);
        return new GatewayReference(virtualService, place.path(), written, target, gateway, kubernetes, absence);
    }

    private Absence absence(String written, String target, VirtualService virtualService) {
        String namespace = target.substring(0, target.indexOf('/'));
        String name = target.substring(target.indexOf('/') + 1);
        List<String> nearest = new ArrayList<>(byName.getOrDefault(name, new TreeSet<>()));
        List<String> inNamespace = gateways.keySet().stream().filter(g -> g.startsWith(namespace + "/"))
                .map(g -> g.substring(namespace.length() + 1)).toList();
        Nearest.name(name, inNamespace).ifPresent(n -> nearest.add(namespace + "/" + n));
        List<Gateway> taking = gateways.values().stream().filter(g -> takes(g, virtualService) && !names(virtualService, g)).toList();
        if (nearest.isEmpty() && taking.size() == 1) {
            nearest.add(taking.getFirst().qualifiedName());
        }
        Certainty certainty = Clues.weigh(Clues.absenceIn(namespace, inventory.coverage(Kind.ISTIO_GATEWAY), !nearest.isEmpty()),
                written.equals(name) && elsewhere(name, virtualService));
        boolean otherKindUnknown = inventory.coverage(Kind.KUBERNETES_GATEWAY).absenceIn(namespace) == Certainty.UNKNOWN;
        return new Absence(certainty == Certainty.CERTAIN && otherKindUnknown ? Certainty.INFERRED : certainty,
                inventory.coverage(Kind.ISTIO_GATEWAY).reason(), nearest);
    }

    // Of environments that are copies of each other one may be a part of the input; then the VirtualService has a twin beside the Gateway.
    private boolean elsewhere(String name, VirtualService virtualService) {
        Set<String> all = byName.getOrDefault(name, new TreeSet<>());
        Optional<Gateway> other = inventory.live() || all.size() != 1 ? Optional.empty()
                : Optional.ofNullable(gateways.get(all.iterator().next()));
        return other.filter(g -> Clues.comparable(g.resource(), virtualService.resource()))
                .filter(g -> !virtualServices.contains(g.namespace() + "/" + virtualService.name()))
                .filter(g -> takes(g, virtualService)).isPresent();
    }

    private static boolean names(VirtualService virtualService, Gateway gateway) {
        return RouteNodes.gateways(virtualService.resource()).stream()
                .anyMatch(p -> GatewayName.resolve(p.node().text().orElseThrow(), virtualService.namespace())
                        .equals(gateway.qualifiedName()));
    }

    private static boolean takes(Gateway gateway, VirtualService virtualService) {
        return virtualService.resource().spec().get("hosts").elements().stream().flatMap(h -> h.text().stream())
                .anyMatch(h -> !gateway.accepting(h, virtualService.namespace()).isEmpty());
    }

    List<Destination> destinations(VirtualService virtualService) {
        return RouteNodes.destinations(virtualService.resource()).stream().map(p -> new Destination(virtualService, p.path(),
                p.node(), destinations.resolve(p.node().text("host"), virtualService.resource()), destinationRules,
                new DestinationExport.Rules(visibility, unknownDefaults()))).toList();
    }

    Audience audience(Resource virtualService) {
        return visibility.audience(Kind.VIRTUAL_SERVICE, virtualService);
    }

    List<String> exportTo(Resource virtualService) {
        return visibility.exportTo(Kind.VIRTUAL_SERVICE, virtualService);
    }

    String unknownDefaults() {
        Coverage known = inventory.coverage(Kind.CONFIG_MAP);
        return known.absenceAnywhere() == Certainty.CERTAIN ? "" : known.reason();
    }

    Certainty meshHostAbsence() {
        return inventory.coverage(Kind.SERVICE).absenceAnywhere();
    }

    String hostOf(String written, String namespace) {
        return names.resolve(written, namespace);
    }

    boolean meshHost(String host, String namespace) {
        return !registry.find(names.resolve(host, namespace)).isEmpty() || registry.wildcardFor(host).isPresent();
    }
}
