package io.istiodoctor.cluster;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.UserError;
import io.istiodoctor.source.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a live cluster. */
public final class ClusterReader {
    private static final int PAGE_SIZE = 500;
    private static final String ISTIO_NAMESPACE = "istio-system";
    private static final Set<Kind> ISTIO = Arrays.stream(Kind.values()).filter(k -> List.of("networking.istio.io", "security.istio.io")
            .contains(k.group())).collect(Collectors.toUnmodifiableSet());

    private ClusterReader() {}

    /**
     * Reads every kind that the tool understands, each in the newest understood version that the cluster serves. What may
     * not be read is told in the snapshot's coverage. Secrets are not read; the snapshot fetches single ones when asked.
     *
     * @return a live snapshot, its resources sorted by kind, namespace and name
     * @throws UserError exit status 3 when the cluster cannot be reached, does not know the user, breaks off, or allows
     *     the user to read nothing at all, or does not fit into the memory; 2 for a namespace that does not exist, or that no namespace can be called
     */
    public static Snapshot read(ClusterConnection connection, ReadRequest request) {
        return read(connection, request, PAGE_SIZE);
    }

    static Snapshot read(ClusterConnection connection, ReadRequest request, int pageSize) {
        return read(connection, request, pageSize, new Holdings(Runtime.getRuntime().maxMemory()));
    }

    static Snapshot read(ClusterConnection connection, ReadRequest request, int pageSize, Holdings holdings) {
        String namespace = namespace(connection, request);
        ApiRequests requests = connection.requests();
        Set<String> known = new LinkedHashSet<>(List.of(namespace, connection.namespace(), ISTIO_NAMESPACE));
        KindReader reader = new KindReader(requests, new ListReader(requests, request.progress(), pageSize, holdings),
                Discovery.read(requests), known);
        List<Kind> kinds = Arrays.stream(Kind.values()).filter(k -> k != Kind.SECRET && k != Kind.ENDPOINTS).toList();
        List<KindReading> readings = new ArrayList<>();
        Parallel.map(kinds, kind -> kind == Kind.ENDPOINT_SLICE ? endpoints(reader) : List.of(reader.read(kind)))
                .forEach(readings::addAll);
        requireSomething(readings, connection);
        doubtWithoutIstio(readings);

        List<Resource> resources = new ArrayList<>();
        Map<Kind, Coverage> coverage = new EnumMap<>(Kind.class);
        coverage.put(Kind.SECRET, new Coverage.None("Secrets are read one by one, by their names"));
        readings.stream().sorted((a, b) -> a.kind().compareTo(b.kind())).forEach(reading -> {
            resources.addAll(reading.resources());
            coverage.put(reading.kind(), reading.coverage());
        });
        if (!request.allNamespaces()) {
            requireNamespace(namespace, resources,
                    coverage.getOrDefault(Kind.NAMESPACE, new Coverage.None("Namespaces were not asked for")),
                    request.namespace().isPresent() ? "-n"
                            : requests.target().identity());
        }
        return new Snapshot(resources, coverage, new ClusterSecrets(requests), true, namespace);
    }

    /** EndpointSlices, and Endpoints only where they have to stand in: they tell the same, and less of it. */
    private static List<KindReading> endpoints(KindReader reader) {
        KindReading slices = reader.read(Kind.ENDPOINT_SLICE);
        return List.of(slices, slices.outcome() != KindReading.Outcome.READ ? reader.read(Kind.ENDPOINTS)
                : new KindReading(Kind.ENDPOINTS, List.of(), new Coverage.None("EndpointSlices were read instead"), slices.outcome()));
    }

    /**
     * Where not even Istio's own kinds are served, the tool may be looking at the wrong cluster, or at what somebody put in front of it: rules
     * that pass for want of a Gateway must be seen not to have been checked.
     */
    private static void doubtWithoutIstio(List<KindReading> readings) {
        boolean istio = readings.stream().anyMatch(r -> ISTIO.contains(r.kind()) && r.outcome() != KindReading.Outcome.NOT_SERVED);
        if (!istio) {
            readings.replaceAll(r -> ISTIO.contains(r.kind()) ? r.doubted("the cluster does not serve " + r.kind().resourceName()
                    + "; is Istio installed in it") : r);
        }
    }

    private static void requireNamespace(String name, List<Resource> resources, Coverage namespaces, String where) {
        List<String> there = resources.stream().filter(r -> r.ref().kind().equals(Kind.NAMESPACE.kind())).map(r -> r.ref().name()).toList();
        if (!there.contains(name) && namespaces.absenceIn(name) == Certainty.CERTAIN) {
            throw new UserError(UserError.BAD_INPUT, "there is no namespace " + name + " in the cluster; check " + where
                    + ", or use -A for all namespaces");
        }
    }

    private static String namespace(ClusterConnection connection, ReadRequest request) {
        String namespace = request.namespace().filter(n -> !request.allNamespaces()).orElse(connection.namespace());
        for (String name : List.of(namespace, connection.namespace())) {
            if (!Paths.isName(name)) {
                throw new UserError(UserError.BAD_INPUT, "\"" + name + "\" cannot be the name of a namespace, which is made"
                        + " of lower-case letters, digits and \"-\"; check -n and the kubeconfig's context");
            }
        }
        return namespace;
    }

    private static void requireSomething(List<KindReading> readings, ClusterConnection connection) {
        if (readings.stream().noneMatch(r -> r.outcome() == KindReading.Outcome.READ)) {
            List<Coverage> told = readings.stream().map(KindReading::coverage).filter(c -> !c.reason().isEmpty()).toList();
            Optional<String> forbidden = told.stream().filter(c -> c instanceof Coverage.None none && none.right().isPresent()).findFirst()
                    .map(Coverage::reason);
            String reason = forbidden.or(() -> told.stream().findFirst().map(Coverage::reason))
                    .orElse("it serves none of the kinds that are needed");
            throw new UserError(UserError.UNREADABLE_CLUSTER, "nothing could be read from " + connection.server()
                    + " with the credentials of " + connection.requests().target().identity() + ": " + reason
                    + (forbidden.isPresent() ? "; ask for the right to list (the ClusterRole istio-doctor, or view for a start)"
                            : "; is it the address of an API server"));
        }
    }
}
