package io.istiodoctor.laboratory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.istiodoctor.fix.FileChange;
import io.istiodoctor.mend.Mender;
import io.istiodoctor.mend.Mending;
import io.istiodoctor.mend.Mendings;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.Meshes;
import io.istiodoctor.trace.Obstacle;
import io.istiodoctor.trace.Outcome;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What mend changes in recorded meshes: written into the files and read again, the request arrives there, and what really was answered still is. A
 * sample of the meshes; {@code -Dmend.all=true} takes all.
 */
class MendingTest {
    private static final int EVERY = Boolean.getBoolean("mend.all") ? 1 : 13;

    @Test
    void what_is_said_to_be_mended_arrives_and_nothing_is_worse(@TempDir Path folder) throws IOException {
        List<RecordedMesh> all = RecordedMesh.all(folder);
        List<String> wrong = new ArrayList<>();
        int mended = 0;
        int failing = 0;
        for (int i = 0; i < all.size(); i += EVERY) {
            RecordedMesh mesh = all.get(i);
            String manifests = Files.readString(Path.of(mesh.manifest()));
            Snapshot snapshot = Mendings.read(manifests);
            List<TraceRequest> failed = requests(mesh, false);
            List<Mending> mendings = Mendings.mender(snapshot, new Mender.Wish(Optional.empty(), false)).mend(failed);
            for (Mending mending : mendings) {
                failing += mending.verdict() == Mending.Verdict.NOTHING_TO_MEND ? 0 : 1;
                if (mending.verdict() == Mending.Verdict.MENDED) {
                    mended++;
                    check(mesh, manifests, Proposal.of(mending, snapshot), wrong);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(mended * 3 > failing, mended + " of " + failing);
    }

    private static void check(RecordedMesh mesh, String manifests, Proposal proposal, List<String> wrong) {
        String after = proposal.files().stream().map(FileChange::after).reduce("", (a, b) -> a + "\n---\n" + b);
        String text = proposal.files().stream().anyMatch(f -> f.name().equals("stdin")) ? after : manifests + after;
        Meshes changed = Meshes.of(text);
        String url = proposal.mending().request().url();
        if (!arrives(changed.trace(proposal.mending().request()))) {
            wrong.add(mesh.name() + " " + url + " does not arrive");
        }
        Meshes before = Meshes.of(manifests);
        requests(mesh, true).stream().filter(r -> arrives(before.trace(r)) && !arrives(changed.trace(r)))
                .forEach(r -> wrong.add(mesh.name() + " " + url + " breaks " + r.url()));
    }

    private static boolean arrives(Trace trace) {
        return trace.verdict() == Verdict.REACHABLE || trace.outcome() instanceof Outcome.Redirected
                || !trace.obstacles().isEmpty() && (trace.obstacles().getFirst() instanceof Obstacle.ProxyAnswers
                        || trace.obstacles().getFirst() instanceof Obstacle.Outside);
    }

    private static List<TraceRequest> requests(RecordedMesh mesh, boolean answered) {
        return mesh.requests().stream()
                .filter(r -> List.of("answered", "redirect").contains(r.getAsJsonObject("truth").get("result").getAsString()) == answered)
                .map(MendingTest::request).distinct().toList();
    }

    private static TraceRequest request(JsonObject r) {
        List<String> headers = r.has("headers")
                ? r.getAsJsonObject("headers").entrySet().stream().map(h -> h.getKey() + ": " + h.getValue().getAsString()).toList()
                : List.of();
        return TraceRequest.parse(text(r, "url").orElseThrow(),
                new TraceRequest.Options(headers, text(r, "method"), text(r, "sni"), text(r, "from"), text(r, "address")));
    }

    private static Optional<String> text(JsonObject request, String field) {
        return Optional.ofNullable(request.get(field)).map(f -> f.getAsString()).filter(t -> !t.isEmpty());
    }
}
