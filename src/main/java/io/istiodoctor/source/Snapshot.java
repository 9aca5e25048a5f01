package io.istiodoctor.source;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Unread;
import io.istiodoctor.schema.Release;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state that was read, before anything is resolved.
 *
 * @param resources every object, in the order of reading; live objects sorted by kind, namespace and name
 * @param coverage how much of each kind was read; a kind that is not a key is {@link Coverage.None}
 * @param secrets the way to single Secrets; Secrets are never among {@code resources} of a live cluster
 * @param live whether this is a running cluster, where status, pods and endpoints mean what they say
 * @param defaultNamespace the namespace of manifests that name none
 * @param istio the release of Istio that the state is judged by, as its reader was told; empty where images tell it
 */
public record Snapshot(List<Resource> resources, Map<Kind, Coverage> coverage, Secrets secrets, boolean live,
        String defaultNamespace, Optional<Release> istio) {
    /** What was read, without a word on the release of Istio. */
    public Snapshot(List<Resource> resources, Map<Kind, Coverage> coverage, Secrets secrets, boolean live, String defaultNamespace) {
        this(resources, coverage, secrets, live, defaultNamespace, Optional.empty());
    }

    public Snapshot {
        resources = List.copyOf(resources);
        coverage = Map.copyOf(coverage);
    }

    /** The same, judged by a release of Istio, or by what images tell. */
    public Snapshot judgedBy(Optional<Release> release) {
        return new Snapshot(resources, coverage, secrets, live, defaultNamespace, release);
    }

    /** What a cluster was asked for until now and did not give, sorted; always empty for files. */
    public List<Unread> unread() {
        return Stream.concat(Arrays.stream(Kind.values()).flatMap(k -> coverage(k).unread(k).stream()), secrets.unread().stream())
                .sorted().toList();
    }

    /** How much of the kind was read. */
    public Coverage coverage(Kind kind) {
        return coverage.getOrDefault(kind, new Coverage.None(kind.resourceName() + " were not read"));
    }
}
