package io.istiodoctor.cluster;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
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
    private static final Set<String> ADD_ONS = Set.of("gateway.networking.k8s.io", "metallb.io", "argoproj.io",
            "serving.knative.dev", "telemetry.istio.io", "extensions.istio.io");

    /** Reads a kind in the newest understood version that is served. */
    KindReading read(Kind kind) {
        for (String version : discovery.candidates(kind)) {
            try {
                return new KindReading(kind, list(kind, version, ""), new Coverage.Complete(), true);
            } catch (ApiFailure e) {
                if (e.isForbidden()) {
                    return readSome(kind, version, e);
                } else if (e.status() >= ApiFailure.SERVER_ERROR && isCustom(kind)) {
                    return new KindReading(kind, List.of(), new Coverage.None(e.reason()), false);
                } else if (e.status() != ApiFailure.NOT_FOUND) {
                    throw e.fatal();
                }
            }
        }
        return notServed(kind);
    }

    /** Custom kinds fail each by itself, by a broken conversion webhook for instance; built-in ones fail with the server. */
    private static boolean isCustom(Kind kind) {
        return kind.group().endsWith("istio.io") || ADD_ONS.contains(kind.group());
    }

    /**
     * Of a kind that is not served there are certainly no objects, and for an add-on that is all there is to say. But where
     * not even Istio's own kinds are served, the tool cannot judge: it may be looking at the wrong cluster, and rules that
     * pass for want of a Gateway must be seen not to have been checked.
     */
    private static KindReading notServed(Kind kind) {
        return new KindReading(kind, List.of(), ADD_ONS.contains(kind.group()) ? new Coverage.Complete()
                : new Coverage.None("the cluster does not serve " + kind.resourceName() + ", so there are none"), false);
    }

    private KindReading readSome(Kind kind, String version, ApiFailure refusal) {
        Set<String> allowed = new TreeSet<>();
        List<Resource> found = new ArrayList<>();
        if (kind.namespaced() || kind == Kind.NAMESPACE) {
            List<String> known = List.copyOf(namespaces);
            List<Optional<List<Resource>>> lists = Parallel.map(known, namespace -> {
                try {
                    return Optional.of(kind.namespaced() ? list(kind, version, namespace) : namespace(version, namespace));
                } catch (ApiFailure e) {
                    if (e.isForbidden()) {
                        return Optional.empty();
                    }
                    throw e.fatal();
                }
            });
            for (int i = 0; i < known.size(); i++) {
                if (lists.get(i).isPresent()) {
                    allowed.add(known.get(i));
                    found.addAll(lists.get(i).get());
                }
            }
        }
        return new KindReading(kind, found, allowed.isEmpty() ? new Coverage.None(refusal.reason())
                : new Coverage.Namespaces(allowed, refusal.reason()), !allowed.isEmpty());
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
                    "reading Namespace " + name, in -> new ObjectReader(Kind.NAMESPACE, version).read(in));
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
