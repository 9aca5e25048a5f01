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
 * Which versions of which kinds the cluster serves. What it does not tell of may be served all the same: then asking for
 * the objects shows it.
 *
 * @param served "group/version/plural" of everything outside the core group
 * @param untold "group/version" of groups whose kinds the server did not tell
 * @param known false when the server tells this user nothing of the kind; then every version may be served
 */
record Discovery(Set<String> served, Set<String> untold, boolean known) {
    /** One answer with all groups, versions and resources (Kubernetes 1.27 and later), or else the list of groups. */
    private static final String AGGREGATED_IF_POSSIBLE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
    private static final Discovery NOTHING_TOLD = new Discovery(Set.of(), Set.of(), false);

    static Discovery read(ApiRequests requests) {
        Node root;
        try {
            root = requests.get("/apis", Map.of(), AGGREGATED_IF_POSSIBLE, "asking which kinds there are",
                    in -> new NodeReader().read(in));
        } catch (ApiFailure e) {
            return NOTHING_TOLD;
        }
        return switch (root.text("kind")) {
            case "APIGroupDiscoveryList" -> aggregated(root);
            case "APIGroupList" -> resources(requests, versions(root));
            default -> NOTHING_TOLD;
        };
    }

    /** Whether the server says that it serves the kind, or its group, in some version that is understood. */
    boolean promises(Kind kind) {
        return kind.group().isEmpty() || kind.versions().stream()
                .anyMatch(v -> served.contains(path(kind, v)) || untold.contains(kind.group() + "/" + v));
    }

    /** The versions to try, the best first; none when the cluster certainly does not serve the kind. */
    List<String> candidates(Kind kind) {
        // The core group's kinds are as old as the API itself: a list that is not found tells when that ends.
        return !known || kind.group().isEmpty() ? kind.versions() : kind.versions().stream()
                .filter(v -> served.contains(path(kind, v)) || untold.contains(kind.group() + "/" + v)).toList();
    }

    private static String path(Kind kind, String version) {
        return kind.group() + "/" + version + "/" + kind.plural();
    }

    private static Discovery aggregated(Node root) {
        Set<String> served = new HashSet<>();
        Set<String> untold = new HashSet<>();
        for (Node group : root.get("items").elements()) {
            for (Node version : group.get("versions").elements()) {
                String groupVersion = group.get("metadata").text("name") + "/" + version.text("version");
                // The server that stands behind this group does not answer the API server at the moment.
                if (version.text("freshness").equals("Stale")) {
                    untold.add(groupVersion);
                }
                version.get("resources").elements().forEach(resource -> served.add(groupVersion + "/" + resource.text("resource")));
            }
        }
        return new Discovery(served, untold, true);
    }

    /** "group/version" of everything that is served. */
    private static Set<String> versions(Node root) {
        return root.get("groups").elements().stream().flatMap(group -> group.get("versions").elements().stream())
                .map(version -> version.text("groupVersion")).collect(Collectors.toSet());
    }

    private static Discovery resources(ApiRequests requests, Set<String> versions) {
        List<String> understood = Arrays.stream(Kind.values()).filter(kind -> !kind.group().isEmpty())
                .flatMap(kind -> kind.versions().stream().map(version -> kind.group() + "/" + version))
                .distinct().filter(versions::contains).toList();
        Set<String> served = new HashSet<>();
        Set<String> untold = new HashSet<>();
        Parallel.map(understood, groupVersion -> resources(requests, groupVersion)).forEach(told -> {
            served.addAll(told.served);
            untold.addAll(told.untold);
        });
        return new Discovery(served, untold, true);
    }

    private static Discovery resources(ApiRequests requests, String groupVersion) {
        try {
            Node root = requests.get("/apis/" + groupVersion, Map.of(), "asking which kinds " + groupVersion + " has",
                    in -> new NodeReader().read(in));
            return root.text("kind").equals("APIResourceList") ? new Discovery(root.get("resources").elements().stream()
                    .map(resource -> groupVersion + "/" + resource.text("name")).collect(Collectors.toSet()), Set.of(), true)
                    : new Discovery(Set.of(), Set.of(groupVersion), true);
        } catch (ApiFailure e) {
            return new Discovery(Set.of(), Set.of(groupVersion), true);
        }
    }
}
