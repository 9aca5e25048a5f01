package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The DestinationRules of one namespace for one host: groups of which each holds together (mergeDestinationRule of Istio). Rules with other namespaces to
 * be exported to, or for other pods, stay apart.
 */
final class MergedRules {
    private record Group(Set<String> exportTo, Optional<Map<String, String>> selector, List<Resource> rules) {
        boolean seenIn(String namespace) {
            return exportTo.isEmpty() || exportTo.contains("*") || exportTo.contains(namespace);
        }
    }

    private final List<Group> groups = new ArrayList<>();

    /** @param exportTo as written; {@code .} alone for rules that choose pods */
    void add(Resource rule, Set<String> exportTo) {
        Optional<Map<String, String>> selector = selector(rule);
        boolean apart = true;
        for (Group g : groups) {
            boolean wider = !g.exportTo().isEmpty() && exportTo.containsAll(g.exportTo());
            if (!exportTo.equals(g.exportTo()) && !wider) {
                apart = true;
            } else if (selector.isPresent() && g.selector().isPresent() && !selector.equals(g.selector())) {
                apart = true;
            } else {
                apart = !exportTo.equals(g.exportTo()) && selector.isPresent() != g.selector().isPresent();
                g.rules().add(rule);
            }
        }
        if (apart) {
            groups.add(new Group(exportTo, selector, new ArrayList<>(List.of(rule))));
        }
    }

    static Optional<Map<String, String>> selector(Resource rule) {
        return Optional.of(rule.spec().get("workloadSelector")).filter(Node::isPresent).map(s -> Resource.texts(s.get("matchLabels")));
    }

    /** Whether any holds for clients of a namespace, of other pods too. */
    boolean anySeenIn(String namespace) {
        return groups.stream().anyMatch(g -> g.seenIn(namespace));
    }

    /**
     * The rules that hold for a pod: those that choose it, else the last group that chooses none (SidecarScope.DestinationRule of Istio).
     *
     * @param foreign whether only what is exported to the pod's namespace counts
     */
    List<Resource> of(String namespace, Map<String, String> labels, boolean foreign) {
        List<Group> seen = groups.stream().filter(g -> !foreign || g.seenIn(namespace)).toList();
        return seen.stream().filter(g -> g.selector().filter(s -> Labels.match(s, labels)).isPresent())
                .filter(g -> g.rules().getFirst().ref().namespace().equals(namespace)).findFirst()
                .or(() -> seen.stream().filter(g -> g.selector().isEmpty()).reduce((first, last) -> last)).map(Group::rules)
                .orElse(List.of());
    }
}
