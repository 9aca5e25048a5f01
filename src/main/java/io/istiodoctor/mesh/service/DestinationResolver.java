package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.Clues;
import io.istiodoctor.mesh.base.HostNames.ServiceName;
import io.istiodoctor.mesh.base.HostNames;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.service.ResolvedHost.NotFound;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** Finds what a destination's host means (E4), and when it means nothing, what was most likely meant. */
public final class DestinationResolver {
    private record Candidate(NotFound why, Optional<Service> service) {}

    private final HostNames names;
    private final Registry registry;
    private final Inventory inventory;

    /** Resolves hosts by what is registered. */
    public DestinationResolver(HostNames names, Registry registry, Inventory inventory) {
        this.names = names;
        this.registry = registry;
        this.inventory = inventory;
    }

    /** What a host means that an object writes. */
    public ResolvedHost resolve(String written, Resource by) {
        String host = names.resolve(written, by.ref().namespace());
        List<RegistryHost> carriers = registry.find(host);
        if (!carriers.isEmpty()) {
            return new ResolvedHost(host, carriers, Certainty.CERTAIN, Optional.empty(), NotFound.NONE, entriesKnown(), "");
        }
        Candidate candidate = candidate(host);
        Certainty certainty = Clues.weigh(certainty(host, candidate), !written.contains(".") && strayed(candidate, by));
        return new ResolvedHost(host, carriers, certainty, candidate.service, candidate.why, entriesKnown(),
                certainty == Certainty.UNKNOWN ? reason(host) : "");
    }

    private String reason(String host) {
        Kind kind = names.serviceOf(host).isPresent() ? Kind.SERVICE : Kind.SERVICE_ENTRY;
        String reason = inventory.coverage(kind).reason();
        return reason.isEmpty() ? "whether " + host + " exists cannot be told from this cluster" : reason;
    }

    // Manifests that hold a Service hold its ports: that a ServiceEntry elsewhere adds one to it is no doubt that a reader has.
    private boolean entriesKnown() {
        return inventory.coverage(Kind.SERVICE_ENTRY).absenceAnywhere() != Certainty.UNKNOWN
                || inventory.coverage(Kind.SERVICE) instanceof Coverage.Partial;
    }

    private Candidate candidate(String host) {
        if (registry.wildcardFor(host).isPresent()) {
            return new Candidate(NotFound.WILDCARD_ENTRY, Optional.empty());
        }
        Optional<Service> abbreviated = names.abbreviated(host).or(() -> names.misspeltDomain(host))
                .flatMap(n -> registry.service(n.name(), n.namespace()));
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

    // A Service of that name in another namespace, to which nothing else leads: else this may be a copy of what is routed there.
    private boolean strayed(Candidate candidate, Resource by) {
        return !inventory.live() && candidate.why == NotFound.OTHER_NAMESPACE && candidate.service.filter(s -> !s.routed()
                && registry.servicesNamed(s.name()).size() == 1 && Clues.comparable(s.resource(), by)).isPresent();
    }

    private Certainty certainty(String host, Candidate candidate) {
        if (host.endsWith(".clusterset.local") || names.foreignDomain(host)) {
            return candidate.why == NotFound.ABBREVIATED ? Certainty.INFERRED : Certainty.UNKNOWN;
        }
        Certainty entries = inventory.coverage(Kind.SERVICE_ENTRY).absenceAnywhere();
        return switch (candidate.why) {
            // That a wildcard makes no cluster for one of its names was read in istiod's code, not tried.
            case WILDCARD_ENTRY -> Certainty.INFERRED;
            case ABBREVIATED -> entries == Certainty.CERTAIN ? Certainty.CERTAIN : Certainty.INFERRED;
            default -> names.serviceOf(host)
                    .map(n -> Clues.absenceIn(n.namespace(), inventory.coverage(Kind.SERVICE), candidate.why != NotFound.NONE))
                    .orElse(entries);
        };
    }
}
