package io.istiodoctor.cluster;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which versions of which kinds the cluster serves.
 *
 * @param served "group/version/plural" of everything outside the core group
 * @param known false when the server does not tell this user; then every version may be served
 */
record Discovery(Set<String> served, boolean known) {
    /** One answer with all groups, versions and resources (Kubernetes 1.27 and later), or else the list of groups. */
    private static final String AGGREGATED_IF_POSSIBLE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    static Discovery read(ApiRequests requests) {
        Node root;
        try {
            root = requests.get("/apis", Map.of(), AGGREGATED_IF_POSSIBLE, "asking which kinds there are",
                    in -> new NodeReader().read(in));
        } catch (ApiFailure e) {
            if (e.isForbidden()) {
                return new Discovery(Set.of(), false);
            }
            throw e.fatal();
        }
        return new Discovery(root.text("kind").equals("APIGroupDiscoveryList") ? aggregated(root)
                : resources(requests, versions(root)), true);
    }

    /** The versions to try, the best first; none when the cluster certainly does not serve the kind. */
    List<String> candidates(Kind kind) {
        // The core group's kinds are as old as the API itself: a list that is not found tells when that ends.
        return !known || kind.group().isEmpty() ? kind.versions() : kind.versions().stream()
                .filter(version -> served.contains(kind.group() + "/" + version + "/" + kind.plural())).toList();
    }

    private static Set<String> aggregated(Node root) {
        Set<String> served = new HashSet<>();
        for (Node group : root.get("items").elements()) {
            for (Node version : group.get("versions").elements()) {
                for (Node resource : version.get("resources").elements()) {
                    served.add(group.get("metadata").text("name") + "/" + version.text("version") + "/"
                            + resource.text("resource"));
                }
            }
        }
        return served;
    }

    /** "group/version" of everything that is served. */
    private static Set<String> versions(Node root) {
        return root.get("groups").elements().stream().flatMap(group -> group.get("versions").elements().stream())
                .map(version -> version.text("groupVersion")).collect(Collectors.toSet());
    }

    private static Set<String> resources(ApiRequests requests, Set<String> versions) {
        List<String> understood = Arrays.stream(Kind.values()).filter(kind -> !kind.group().isEmpty())
                .flatMap(kind -> kind.versions().stream().map(version -> kind.group() + "/" + version))
                .distinct().filter(versions::contains).toList();
        Set<String> served = new HashSet<>();
        Parallel.map(understood, groupVersion -> resources(requests, groupVersion)).forEach(served::addAll);
        return served;
    }

    private static List<String> resources(ApiRequests requests, String groupVersion) {
        try {
            return requests.get("/apis/" + groupVersion, Map.of(), "asking which kinds " + groupVersion + " has",
                    in -> new NodeReader().read(in)).get("resources").elements().stream()
                    .map(resource -> groupVersion + "/" + resource.text("name")).toList();
        } catch (ApiFailure e) {
            if (e.status() == ApiFailure.NOT_FOUND) {
                return List.of();
            }
            throw e.fatal();
        }
    }
}
