package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.injection.PodInjection;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Who may call, as policies name clients: namespaces, service accounts, and whether anybody there has an identity. */
final class Callers {
    static final Set<Attribute> IDENTITY = Set.of(Attribute.PRINCIPAL, Attribute.NAMESPACE, Attribute.ACCOUNT, Attribute.TRUST_DOMAIN);

    private record Account(String namespace, String name) {}

    private final Set<String> namespaces = new TreeSet<>();
    private final Map<String, Boolean> exists = new ConcurrentHashMap<>();
    private final Map<Account, List<PodInjection>> byAccount;
    private final Map<String, List<PodInjection>> byNamespace;
    private final Certainty namespaceAbsence;
    private final PeerModes peers;

    Callers(Inventory inventory, List<PodInjection> pods, PeerModes peers) {
        inventory.all(Kind.NAMESPACE).forEach(n -> namespaces.add(n.ref().name()));
        pods.forEach(p -> namespaces.add(p.namespace()));
        List<PodInjection> callers = pods.stream().filter(p -> !p.workload().template()).toList();
        this.byAccount = callers.stream().filter(p -> p.workload().accountKnown())
                .collect(Collectors.groupingBy(p -> new Account(p.namespace(), p.workload().serviceAccount())));
        this.byNamespace = callers.stream().collect(Collectors.groupingBy(PodInjection::namespace));
        this.namespaceAbsence = inventory.coverage(Kind.NAMESPACE).absenceAnywhere();
        this.peers = peers;
    }

    boolean namespaceExists(String pattern) {
        return exists.computeIfAbsent(pattern, p -> namespaces.contains(p)
                || p.contains("*") && namespaces.stream().anyMatch(n -> Identity.inNamespace("td/ns/" + n + "/sa/any", p)));
    }

    Optional<String> nearestNamespace(String wanted) {
        return Nearest.name(wanted, namespaces);
    }

    Certainty namespaceAbsence() {
        return namespaceAbsence;
    }

    /** A pod that a value means, if pods are there and none of them has an identity. */
    Optional<Workload> plain(Attribute attribute, String value, String namespace) {
        List<PodInjection> meant = switch (attribute) {
            case NAMESPACE -> byNamespace.getOrDefault(value, List.of());
            case PRINCIPAL -> principal(value);
            case ACCOUNT -> account(value, namespace);
            default -> List.of();
        };
        boolean identified = meant.stream().anyMatch(p -> p.workload().endsMutualTls() || p.workload().proxy().isPresent() || p.ambient());
        return identified ? Optional.empty() : meant.stream().map(PodInjection::workload).findFirst();
    }

    private List<PodInjection> principal(String value) {
        String[] parts = value.split("/", -1);
        boolean whole = parts.length == 5 && parts[1].equals("ns") && parts[3].equals("sa");
        return whole ? byAccount.getOrDefault(new Account(parts[2], parts[4]), List.of()) : List.of();
    }

    private List<PodInjection> account(String value, String namespace) {
        int slash = value.indexOf('/');
        return byAccount.getOrDefault(new Account(slash < 0 ? namespace : value.substring(0, slash), value.substring(slash + 1)),
                List.of());
    }

    /** Of some workloads one whose proxy takes plain text only, but for ports that are named. */
    Optional<PlainServer> plainServer(Collection<Workload> servers) {
        return servers.stream().filter(Workload::sidecar).flatMap(w -> PlainServer.of(w, peers.of(w, 0)).stream()).findFirst();
    }
}
