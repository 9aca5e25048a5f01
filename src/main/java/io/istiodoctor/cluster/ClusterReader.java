package io.istiodoctor.cluster;

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
import java.util.Map;
import java.util.Set;

/** Reads a live cluster. */
public final class ClusterReader {
    private static final int PAGE_SIZE = 500;
    private static final String ISTIO_NAMESPACE = "istio-system";

    private ClusterReader() {}

    /**
     * Reads every kind that the tool understands, each in the newest understood version that the cluster serves. What may
     * not be read is told in the snapshot's coverage. Secrets are not read; the snapshot fetches single ones when asked.
     *
     * @return a live snapshot, its resources sorted by kind, namespace and name
     * @throws UserError exit status 3 when the cluster cannot be reached, does not know the user, breaks off, or allows
     *     the user to read nothing at all; 2 for a namespace that no namespace can be called
     */
    public static Snapshot read(ClusterConnection connection, ReadRequest request) {
        return read(connection, request, PAGE_SIZE);
    }

    static Snapshot read(ClusterConnection connection, ReadRequest request, int pageSize) {
        String namespace = namespace(connection, request);
        ApiRequests requests = connection.requests();
        Set<String> known = new LinkedHashSet<>(List.of(namespace, connection.namespace(), ISTIO_NAMESPACE));
        KindReader reader = new KindReader(requests, new ListReader(requests, request.progress(), pageSize),
                Discovery.read(requests), known);
        List<Kind> kinds = Arrays.stream(Kind.values()).filter(k -> k != Kind.SECRET && k != Kind.ENDPOINTS).toList();
        List<KindReading> readings = new ArrayList<>();
        Parallel.map(kinds, kind -> kind == Kind.ENDPOINT_SLICE ? endpoints(reader) : List.of(reader.read(kind)))
                .forEach(readings::addAll);
        requireSomething(readings, connection);

        List<Resource> resources = new ArrayList<>();
        Map<Kind, Coverage> coverage = new EnumMap<>(Kind.class);
        coverage.put(Kind.SECRET, new Coverage.None("Secrets are read one by one, by their names"));
        readings.stream().sorted((a, b) -> a.kind().compareTo(b.kind())).forEach(reading -> {
            resources.addAll(reading.resources());
            coverage.put(reading.kind(), reading.coverage());
        });
        return new Snapshot(resources, coverage, new ClusterSecrets(requests), true, namespace);
    }

    /** EndpointSlices, and Endpoints only where they have to stand in: they tell the same, and less of it. */
    private static List<KindReading> endpoints(KindReader reader) {
        KindReading slices = reader.read(Kind.ENDPOINT_SLICE);
        return List.of(slices, slices.allowed() ? new KindReading(Kind.ENDPOINTS, List.of(),
                new Coverage.None("EndpointSlices were read instead"), false) : reader.read(Kind.ENDPOINTS));
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
        if (readings.stream().noneMatch(KindReading::allowed)) {
            String reason = readings.stream().map(r -> r.coverage().reason()).filter(r -> r.endsWith("(403)")).findFirst()
                    .orElse("it serves none of the kinds that are needed");
            throw new UserError(UserError.UNREADABLE_CLUSTER, "nothing may be read from " + connection.server()
                    + " with the credentials of " + connection.requests().target().identity() + ": " + reason
                    + "; ask for the right to list (the ClusterRole view, for a start)");
        }
    }
}
