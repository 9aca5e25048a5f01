package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.UserError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changes objects of a real API server. */
class ClusterWriterTest {
    private static final ObjectRef GATEWAY = new ObjectRef("networking.istio.io/v1", "Gateway", "default", "made");
    private static final String MANIFEST = "{\"apiVersion\":\"networking.istio.io/v1\",\"kind\":\"Gateway\",\"metadata\":{\"name\":\"made\",\"namespace\":\"default\"},"
            + "\"spec\":{\"selector\":{\"istio\":\"a\"},\"servers\":[{\"port\":{\"number\":80,\"name\":\"http\",\"protocol\":\"HTTP\"},\"hosts\":[\"*\"]}]}}";
    private static final String SELECT_B = "[{\"op\":\"replace\",\"path\":\"/spec/selector/istio\",\"value\":\"b\"}]";
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.shared();
    }

    private static ClusterWriter writer(boolean dryRun) {
        return new ClusterWriter(ClusterConnection.open(server.admin()), dryRun);
    }

    private static Optional<String> selector() {
        List<Resource> all = ClusterReader
                .read(ClusterConnection.open(server.admin()), new ReadRequest(Optional.empty(), true, (k, n) -> {})).resources();
        return all.stream()
                .filter(r -> r.ref().kind().equals("Gateway") && r.ref().name().equals("made")
                        && Kind.of(r.ref().apiVersion(), "Gateway").equals(Optional.of(Kind.ISTIO_GATEWAY)))
                .findFirst().map(r -> r.spec().get("selector").text("istio"));
    }

    @Test
    void a_dry_run_keeps_nothing_and_the_change_itself_is_kept() {
        writer(true).create(GATEWAY, MANIFEST);
        assertEquals(Optional.empty(), selector());
        writer(false).create(GATEWAY, MANIFEST);
        assertEquals(Optional.of("a"), selector());
        writer(true).patch(GATEWAY, SELECT_B);
        assertEquals(Optional.of("a"), selector());
        writer(false).patch(GATEWAY, SELECT_B);
        assertEquals(Optional.of("b"), selector());
        ClusterConnection.open(server.admin()).requests().change("DELETE", Paths.object(Kind.ISTIO_GATEWAY, "v1", "default", "made"),
                "application/json", "{}", false, "cleaning up");
        assertEquals(Optional.empty(), selector());
    }

    @Test
    void what_the_server_refuses_is_told_in_its_words() {
        UserError error = assertThrows(UserError.class, () -> writer(true).patch(GATEWAY, SELECT_B));
        assertEquals(UserError.UNREADABLE_CLUSTER, error.exitCode());
        assertTrue(error.getMessage().contains("changing Gateway default/made failed (404"), error.getMessage());
    }
}
