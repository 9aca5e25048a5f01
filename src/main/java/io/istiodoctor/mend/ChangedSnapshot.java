package io.istiodoctor.mend;

import io.istiodoctor.fix.NodePatch;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets;
import io.istiodoctor.source.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The state as it would be after a change. */
final class ChangedSnapshot {
    private ChangedSnapshot() {}

    /** @throws IllegalArgumentException when the change speaks of what is not there */
    static Snapshot of(Snapshot snapshot, Change change) {
        return switch (change) {
            case Change.Edit edit -> edited(snapshot, edit);
            case Change.Create create -> created(snapshot, create);
        };
    }

    private static Snapshot edited(Snapshot snapshot, Change.Edit edit) {
        List<Resource> resources = new ArrayList<>(snapshot.resources());
        int index = resources.stream().map(Resource::ref).toList().indexOf(edit.target());
        if (index < 0) {
            throw new IllegalArgumentException("there is no " + edit.target());
        }
        Resource before = resources.get(index);
        Mapping root = NodePatch.apply(before.root(), edit.operations());
        ObjectRef ref = before.ref();
        String namespace = root.get("metadata").text("namespace");
        ObjectRef after = new ObjectRef(ref.apiVersion(), ref.kind(), namespace.isEmpty() ? ref.namespace() : namespace, ref.name());
        resources.set(index, new Resource(after, root, before.origin()));
        return new Snapshot(resources, snapshot.coverage(),
                after.equals(ref) ? snapshot.secrets() : new Moved(snapshot.secrets(), name(ref), name(after)),
                snapshot.live(), snapshot.defaultNamespace(), snapshot.istio());
    }

    private static Snapshot created(Snapshot snapshot, Change.Create create) {
        List<Resource> resources = new ArrayList<>(snapshot.resources());
        Resource made = new Resource(create.target(), (Mapping) Node.of(create.manifest()), new Origin.Cluster());
        if (resources.stream().anyMatch(r -> r.ref().equals(create.target()))) {
            throw new IllegalArgumentException("there is a " + create.target() + " already");
        }
        resources.add(made);
        Secrets secrets = create.target().kind().equals("Secret") ? new More(snapshot.secrets(), name(create.target()), made)
                : snapshot.secrets();
        Map<Kind, Coverage> coverage = new HashMap<>(snapshot.coverage());
        Kind.of(create.target().apiVersion(), create.target().kind()).filter(k -> snapshot.coverage(k) instanceof Coverage.None)
                .ifPresent(k -> coverage.put(k,
                        new Coverage.Partial(Set.of(create.target().namespace()), snapshot.coverage(k).reason())));
        return new Snapshot(resources, coverage, secrets, snapshot.live(), snapshot.defaultNamespace(), snapshot.istio());
    }

    private static Secrets.Name name(ObjectRef ref) {
        return new Secrets.Name(ref.namespace(), ref.name());
    }

    /** Secrets and one more. */
    private record More(Secrets before, Secrets.Name name, Resource secret) implements Secrets {
        @Override
        public Lookup find(Name asked) {
            return asked.equals(name) ? new Lookup.Found(secret) : before.find(asked);
        }
    }

    /** Secrets of which one is in another namespace. */
    private record Moved(Secrets before, Secrets.Name from, Secrets.Name to) implements Secrets {
        @Override
        public Lookup find(Name name) {
            return name.equals(from) ? new Lookup.Missing() : before.find(name.equals(to) ? from : name);
        }
    }
}
