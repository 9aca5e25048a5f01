package io.istiodoctor.mend;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.TraceRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What mends requests to meshes of tests. */
public final class Mendings {
    private static final Mender.Wish PLAIN = new Mender.Wish(Optional.empty(), false);

    private Mendings() {}

    /** The objects of manifests that are the whole cluster. */
    public static Snapshot read(String manifests) {
        return read(manifests, /* complete= */ true);
    }

    private static Snapshot read(String manifests, boolean complete) {
        return ManifestSource.read(List.of("-"),
                new ManifestOptions("default", complete, new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)), n -> {}));
    }

    /** What finds changes of these objects. */
    public static Mender mender(Snapshot snapshot, Mender.Wish wish) {
        Instant now = Instant.now();
        return new Mender(snapshot, Proxies.of(Mesh.of(snapshot, now)), now, wish);
    }

    /** What mends one request. */
    public static Mending of(String manifests, String url) {
        return of(manifests, url, PLAIN);
    }

    /** What mends one request to manifests of a cluster that has more. */
    static Mending ofPart(String manifests, String url) {
        return mender(read(manifests, /* complete= */ false), PLAIN).mend(List.of(TraceRequest.parse(url, TraceRequest.Options.NONE)))
                .getFirst();
    }

    static Mending of(String manifests, String url, Mender.Wish wish) {
        return mender(read(manifests), wish).mend(List.of(TraceRequest.parse(url, TraceRequest.Options.NONE))).getFirst();
    }

    /** What mends one request, written down. */
    public static Proposal proposal(String manifests, String url) {
        Snapshot snapshot = read(manifests);
        return Proposal.of(mender(snapshot, PLAIN).mend(List.of(TraceRequest.parse(url, TraceRequest.Options.NONE))).getFirst(), snapshot);
    }
}
