package io.istiodoctor.cluster;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.MissingRight;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads all objects of a kind, or as many as the user may.
 *
 * @param namespaces where to look when the whole cluster may not be listed
 */
record KindReader(ApiRequests requests, ListReader lists, Discovery discovery, Set<String> namespaces) {
    private static final Map<String, String> EVERYTHING = Map.of();
    /** ConfigMaps can hold anything, and much of it. Only Istio's, MetalLB's and kube-proxy's are looked at. */
    private static final List<Map<String, String>> CONFIG_MAPS = List.of(named("istio"), named("istio-sidecar-injector"),
            named("config"), named("kube-proxy"), named("values"), Map.of("labelSelector", "istio.io/rev"));

    /** What one namespace gave: its objects, or why not. */
    private record Part(List<Resource> resources, Optional<ApiFailure> failure) {}

    /** Reads a kind in the newest understood version that is served. */
    KindReading read(Kind kind) {
        Optional<ApiFailure> notFound = Optional.empty();
        for (String version : discovery.candidates(kind)) {
            try {
                return new KindReading(kind, list(kind, version, ""), new Coverage.Complete(), KindReading.Outcome.READ);
            } catch (ApiFailure e) {
                if (e.isForbidden()) {
                    return readSome(kind, version, e);
                } else if (e.status() != ApiFailure.NOT_FOUND) {
                    return unread(kind, e);
                }
                notFound = Optional.of(e);
            }
        }
        // A server that says that there is such a kind, and then finds none of its paths, has not said that there are no objects.
        return notFound.filter(e -> discovery.promises(kind)).map(e -> unread(kind, e)).orElse(KindReading.notServed(kind));
    }

    private KindReading unread(Kind kind, ApiFailure failure) {
        return new KindReading(kind, List.of(), Coverage.None.failed(failure.reason(), failure.missing(right(kind))),
                KindReading.Outcome.UNREAD);
    }

    private MissingRight right(Kind kind) {
        return new MissingRight("list", kind.resourceName(),
                (kind.namespaced() ? " --all-namespaces" : "") + requests.target().kubectlOptions());
    }

    private KindReading readSome(Kind kind, String version, ApiFailure refusal) {
        if (!kind.namespaced() && kind != Kind.NAMESPACE) {
            return unread(kind, refusal);
        }
        Set<String> read = new TreeSet<>();
        List<Resource> found = new ArrayList<>();
        List<String> known = List.copyOf(namespaces);
        List<Part> parts = Parallel.map(known, namespace -> part(kind, version, namespace));
        for (int i = 0; i < known.size(); i++) {
            if (parts.get(i).failure.isEmpty()) {
                read.add(known.get(i));
                found.addAll(parts.get(i).resources);
            }
        }
        Coverage coverage = read.isEmpty() ? Coverage.None.failed(refusal.reason(), refusal.missing(right(kind)))
                : new Coverage.Namespaces(read, refusal.reason(), refusal.missing(right(kind)));
        return new KindReading(kind, found, coverage, read.isEmpty() ? KindReading.Outcome.UNREAD : KindReading.Outcome.READ);
    }

    private Part part(Kind kind, String version, String namespace) {
        try {
            return new Part(kind.namespaced() ? list(kind, version, namespace) : namespace(version, namespace), Optional.empty());
        } catch (ApiFailure e) {
            return new Part(List.of(), Optional.of(e));
        }
    }

    private List<Resource> list(Kind kind, String version, String namespace) {
        if (kind != Kind.CONFIG_MAP) {
            return lists.list(kind, version, namespace, EVERYTHING);
        }
        Map<String, Resource> merged = new TreeMap<>();
        Parallel.map(CONFIG_MAPS, selector -> lists.list(kind, version, namespace, selector))
                .forEach(list -> list.forEach(r -> merged.put(r.ref().qualifiedName(), r)));
        return List.copyOf(merged.values());
    }

    /** One Namespace by its name, which many may read who may not list them; none when it does not exist. */
    private List<Resource> namespace(String version, String name) {
        try {
            Resource found = requests.get(Paths.object(Kind.NAMESPACE, version, "", name), Map.of(),
                    "reading Namespace " + name, in -> new ObjectReader(Kind.NAMESPACE, version).single(in));
            return List.of(found);
        } catch (ApiFailure e) {
            if (e.status() == ApiFailure.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private static Map<String, String> named(String name) {
        return Map.of("fieldSelector", "metadata.name=" + name);
    }
}
