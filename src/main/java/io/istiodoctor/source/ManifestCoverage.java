package io.istiodoctor.source;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How much of each kind manifests tell. */
final class ManifestCoverage {
    private static final String HINT = "(--assume-complete says that the input is everything)";

    private ManifestCoverage() {}

    static Map<Kind, Coverage> of(List<Resource> resources, boolean complete) {
        Map<Kind, Set<String>> seen = new EnumMap<>(Kind.class);
        for (Resource resource : resources) {
            resource.ref().known().ifPresent(
                    kind -> seen.computeIfAbsent(kind, _ -> new TreeSet<>()).add(resource.ref().namespace()));
        }
        Map<Kind, Coverage> coverage = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            coverage.put(kind, complete ? new Coverage.Complete() : partial(kind, seen.getOrDefault(kind, Set.of())));
        }
        return coverage;
    }

    private static Coverage partial(Kind kind, Set<String> namespaces) {
        if (namespaces.isEmpty()) {
            return Coverage.None.ofFiles(name(kind));
        }
        return new Coverage.Partial(namespaces, "the input may lack some " + name(kind) + " objects " + HINT);
    }

    /** The kind's name, with its group when another kind has the same name. */
    private static String name(Kind kind) {
        return kind.namesake() && !kind.group().isEmpty() ? kind.kind() + " (" + kind.group() + ")" : kind.kind();
    }
}
