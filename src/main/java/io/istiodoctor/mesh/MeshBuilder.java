package io.istiodoctor.mesh;

import io.istiodoctor.mesh.admission.Inspection;
import io.istiodoctor.mesh.base.HostNames;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.config.ClusterDomain;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.config.Visibility;
import io.istiodoctor.mesh.destination.DestinationRule;
import io.istiodoctor.mesh.destination.DestinationRules;
import io.istiodoctor.mesh.gateway.Gateways;
import io.istiodoctor.mesh.gatewayapi.Backends;
import io.istiodoctor.mesh.network.ClusterNetwork;
import io.istiodoctor.mesh.route.ReferenceResolver;
import io.istiodoctor.mesh.route.RouteNodes;
import io.istiodoctor.mesh.route.VirtualServices;
import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.service.DestinationResolver;
import io.istiodoctor.mesh.service.Mentions;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.sidecar.Sidecars;
import io.istiodoctor.mesh.injection.Injection;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.mesh.workload.Workloads;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Snapshot;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Resolves a snapshot step by step, one room of the mesh after the other: each needs only what is resolved already. */
final class MeshBuilder {
    private MeshBuilder() {}

    /** What is made of pods and of pods to come, before anything else of them is asked. */
    private record Pods(Injection injection, Workloads workloads, MeshConfig config) {
        static Pods of(Inventory inventory) {
            Injection injection = new Injection(inventory);
            // A cluster has the pods themselves, which were made when something else may have held.
            Workloads workloads = inventory.live() ? Workloads.of(inventory, w -> false) : Workloads.of(inventory, injection::proxies);
            return new Pods(injection, workloads, MeshConfig.of(inventory, workloads.all()));
        }
    }

    static Mesh build(Snapshot snapshot, Instant now, Optional<Inspection> before) {
        Inventory written = new Inventory(snapshot);
        Pods pods = Pods.of(written);
        Inspection inspection = Inspection.of(written, pods.config.controlPlaneVersion(), before);
        if (inspection.refused().isEmpty()) {
            return build(written, pods, inspection, now, Optional.empty());
        }
        Inventory accepted = written.without(inspection.refused());
        return build(accepted, Pods.of(accepted), inspection, now,
                Optional.of(() -> build(written, pods, inspection, now, Optional.empty())));
    }

    private static Mesh build(Inventory inventory, Pods pods, Inspection inspection, Instant now, Optional<Supplier<Mesh>> written) {
        Workloads workloads = pods.workloads;
        MeshConfig config = pods.config;
        HostNames names = new HostNames(ClusterDomain.of(workloads.all()));
        Visibility visibility = new Visibility(config);
        CredentialStore credentials = new CredentialStore(inventory, now);
        PeerModes peers = new PeerModes(inventory, config);
        ClusterNetwork network = ClusterNetwork.of(inventory, workloads.all());
        Sidecars sidecars = new Sidecars(inventory, config);
        Services services = new Services(inventory, names, config, new Service.Surroundings(false, workloads, sidecars, network,
                mentions(inventory, names, workloads, config), now));
        DestinationRules chosen = new DestinationRules(inventory, names, visibility, config);
        Gateways gateways = new Gateways(new Gateways.Surroundings(inventory, workloads, config, services, credentials));
        DestinationResolver hosts = new DestinationResolver(names, services.registry(), inventory);
        VirtualServices virtualServices = new VirtualServices(inventory, new ReferenceResolver(inventory, names, services.registry(), hosts,
                gateways.all(), chosen, visibility), gateways.all(), inspection);
        List<DestinationRule> destinationRules = destinationRules(inventory, hosts,
                new DestinationRule.Surroundings(virtualServices.routedSubsets(),
                        virtualServices.missedHosts(), virtualServices.wrappedHosts(), peers, config,
                        workloads.gateways().stream().map(Workload::namespace).collect(Collectors.toSet())));
        return new Mesh(
                new Rooms(inventory, names, pods.injection, workloads, config, visibility, credentials, peers, sidecars, network, services,
                        chosen,
                        gateways,
                        virtualServices, destinationRules, inspection),
                written);
    }

    private static Mentions mentions(Inventory inventory, HostNames names, Workloads workloads, MeshConfig config) {
        return new Mentions(routed(inventory, names, v -> true), routed(inventory, names, v -> !RouteNodes.gateways(v).isEmpty()),
                Backends.of(inventory), Gateways.ports(inventory, workloads, config));
    }

    private static Set<String> routed(Inventory inventory, HostNames names, Predicate<Resource> wanted) {
        Set<String> hosts = new HashSet<>();
        inventory.all(Kind.VIRTUAL_SERVICE).stream().filter(wanted).forEach(v -> RouteNodes.destinations(v).forEach(
                d -> hosts.add(names.resolve(d.node().text("host"), v.ref().namespace()))));
        return hosts;
    }

    private static List<DestinationRule> destinationRules(Inventory inventory, DestinationResolver hosts,
            DestinationRule.Surroundings surroundings) {
        return inventory.all(Kind.DESTINATION_RULE).stream().map(r -> new DestinationRule(r,
                hosts.resolve(r.spec().text("host"), r), surroundings)).toList();
    }
}
