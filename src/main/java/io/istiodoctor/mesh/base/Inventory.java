package io.istiodoctor.mesh.base;

import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets;
import io.istiodoctor.source.Snapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The snapshot's objects by kind, and what is known of each kind. */
public final class Inventory {
    private final Snapshot snapshot;
    private final Set<ObjectRef> absent;
    private final Map<Kind, List<Resource>> byKind = new EnumMap<>(Kind.class);

    /** The objects of a snapshot, sorted by kind. */
    public Inventory(Snapshot snapshot) {
        this(snapshot, Set.of());
    }

    private Inventory(Snapshot snapshot, Set<ObjectRef> absent) {
        this.snapshot = snapshot;
        this.absent = absent;
        for (Resource r : snapshot.resources()) {
            if (!absent.contains(r.ref())) {
                r.ref().known().ifPresent(k -> byKind.computeIfAbsent(k, any -> new ArrayList<>()).add(r));
            }
        }
    }

    /** The same without some objects, as if there were none of these names. */
    public Inventory without(Set<ObjectRef> absent) {
        return new Inventory(snapshot, absent);
    }

    /** What was read. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** The objects of a kind, in the order of the input. */
    public List<Resource> all(Kind kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    /** The way to single Secrets. */
    public Secrets secrets() {
        return snapshot.secrets().without(name -> absent.contains(new ObjectRef("v1", "Secret", name.namespace(), name.name())));
    }

    /** What is known of a kind. */
    public Coverage coverage(Kind kind) {
        return snapshot.coverage(kind);
    }

    /** Whether a running cluster was read. */
    public boolean live() {
        return snapshot.live();
    }
}
