package io.istiodoctor.mend;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.pem.SelfSigned;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Tracer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A state of the objects, with what proxies would be told and what would become of requests. */
final class World {
    private static final Diagnosis NO_FINDINGS = new Diagnosis(List.of(), List.of(), List.of(), 0, 0);

    private final Snapshot snapshot;
    private final Instant now;
    private final Mesh mesh;
    private final Proxies proxies;
    private final Tracer tracer;
    private final Map<ObjectRef, Resource> resources;
    private final Map<String, SelfSigned> certificates;

    /** @param proxies what was made of the snapshot */
    World(Snapshot snapshot, Proxies proxies, Instant now) {
        this(snapshot, proxies, now, new HashMap<>());
    }

    private World(Snapshot snapshot, Proxies proxies, Instant now, Map<String, SelfSigned> certificates) {
        this.certificates = certificates;
        this.snapshot = snapshot;
        this.now = now;
        this.mesh = proxies.mesh();
        this.proxies = proxies;
        this.tracer = new Tracer(mesh, proxies, NO_FINDINGS);
        this.resources = snapshot.resources().stream().collect(Collectors.toMap(Resource::ref, r -> r, (a, b) -> b));
    }

    /** @throws IllegalArgumentException when the change speaks of what is not there */
    World after(Change change) {
        Snapshot changed = ChangedSnapshot.of(snapshot, change);
        return new World(changed, Proxies.of(mesh.changed(changed, now)), now, certificates);
    }

    /** A certificate for a host that nobody vouches for, made once. */
    SelfSigned certificate(String host) {
        return certificates.computeIfAbsent(host, h -> SelfSigned.of(h, now));
    }

    Mesh mesh() {
        return mesh;
    }

    Proxies proxies() {
        return proxies;
    }

    Trace trace(TraceRequest request) {
        return tracer.trace(request);
    }

    /** An object as it was read; empty for those that stand for what was not. */
    Optional<Resource> resource(ObjectRef ref) {
        return Optional.ofNullable(resources.get(ref));
    }

    List<Resource> all(Kind kind) {
        return mesh.directory().all(kind);
    }
}
