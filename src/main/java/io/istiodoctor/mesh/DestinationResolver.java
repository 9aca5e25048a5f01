package io.istiodoctor.mesh;

import io.istiodoctor.mesh.Destination.NotFound;
import io.istiodoctor.mesh.Destination.Target;
import io.istiodoctor.mesh.HostNames.ServiceName;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import java.util.List;
import java.util.Optional;

/** Finds what a destination's host means (E4), and when it means nothing, what was most likely meant. */
final class DestinationResolver {
    private record Candidate(NotFound why, Optional<Service> service) {}

    private final HostNames names;
    private final Registry registry;
    private final Inventory inventory;

    DestinationResolver(HostNames names, Registry registry, Inventory inventory) {
        this.names = names;
        this.registry = registry;
        this.inventory = inventory;
    }

    Target resolve(String written, String namespace) {
        String host = names.resolve(written, namespace);
        List<RegistryHost> carriers = registry.find(host);
        if (!carriers.isEmpty()) {
            return new Target(host, carriers, Certainty.CERTAIN, Optional.empty(), NotFound.NONE, entriesKnown());
        }
        Candidate candidate = candidate(host);
        return new Target(host, carriers, certainty(host, candidate), candidate.service, candidate.why,
                entriesKnown());
    }

    private boolean entriesKnown() {
        return inventory.coverage(Kind.SERVICE_ENTRY).absenceAnywhere() != Certainty.UNKNOWN;
    }

    private Candidate candidate(String host) {
        if (registry.wildcardFor(host).isPresent()) {
            return new Candidate(NotFound.WILDCARD_ENTRY, Optional.empty());
        }
        Optional<Service> abbreviated = names.abbreviated(host).flatMap(n -> registry.service(n.name(), n.namespace()));
        if (abbreviated.isPresent()) {
            return new Candidate(NotFound.ABBREVIATED, abbreviated);
        }
        return names.serviceOf(host).map(this::missing).orElse(new Candidate(NotFound.NONE, Optional.empty()));
    }

    private Candidate missing(ServiceName wanted) {
        Optional<Service> behind = registry.servicesIn(wanted.namespace()).stream()
                .filter(s -> s.workloads().stream().anyMatch(w -> w.name().equals(wanted.name()))).findFirst();
        if (behind.isPresent()) {
            return new Candidate(NotFound.SAME_WORKLOAD, behind);
        }
        List<Service> elsewhere = registry.servicesNamed(wanted.name());
        if (!elsewhere.isEmpty()) {
            return new Candidate(NotFound.OTHER_NAMESPACE, Optional.of(elsewhere.getFirst()));
        }
        Optional<Service> alike = Nearest.name(wanted.name(), registry.servicesIn(wanted.namespace()).stream()
                .map(Service::name).toList()).flatMap(n -> registry.service(n, wanted.namespace()));
        return new Candidate(alike.isPresent() ? NotFound.ALIKE : NotFound.NONE, alike);
    }

    private Certainty certainty(String host, Candidate candidate) {
        if (host.endsWith(".clusterset.local") || names.foreignDomain(host)) {
            return Certainty.UNKNOWN;
        }
        Certainty entries = inventory.coverage(Kind.SERVICE_ENTRY).absenceAnywhere();
        return switch (candidate.why) {
            // That a wildcard makes no cluster for one of its names was read in istiod's code, not tried.
            case WILDCARD_ENTRY -> Certainty.INFERRED;
            case ABBREVIATED -> entries == Certainty.CERTAIN ? Certainty.CERTAIN : Certainty.INFERRED;
            default -> names.serviceOf(host).map(n -> inventory.coverage(Kind.SERVICE).absenceIn(n.namespace())).orElse(entries);
        };
    }
}
