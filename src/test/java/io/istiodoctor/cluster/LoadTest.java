package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.istiodoctor.cli.InProcess;
import io.istiodoctor.cli.InProcess.Run;
import io.istiodoctor.generated.GeneratedMesh;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Gatherers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large cluster in a real API server, of which every hundredth request fails: the findings are those that were planted. {@code mvn test -Pload} runs it
 * with 60,000 objects, which takes some minutes, and prints how long and how much memory the reading took.
 */
@Timeout(3600)
class LoadTest {
    private static final int OBJECTS = Integer.getInteger("load.objects", 0);
    private static final int PERCENT_FAILING = 1;
    /** Manifests that are made into requests at a time. */
    private static final int BATCH = 200;
    /** How often reading is compared with fetching. */
    private static final int TURNS = 5;
    private static final GeneratedMesh MESH = new GeneratedMesh(OBJECTS, true);

    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void fill() {
        Assumptions.assumeTrue(OBJECTS > 0, "run with -Pload");
        server = ApiServer.shared();
        long began = System.nanoTime();
        long created = MESH.manifests().gather(Gatherers.windowFixed(BATCH)).mapToLong(manifests -> {
            List<Resource> objects = Json.resources(String.join("---\n", manifests));
            server.apply(objects);
            return objects.size();
        }).sum();
        System.err.printf("load: %,d objects were created in %,d s%n", created, seconds(began));
    }

    @AfterAll
    static void clean() {
        if (server != null) {
            server.deleteAll();
        }
    }

    @Test
    void what_was_planted_is_found_though_requests_fail() {
        try (FaultyServer faulty = new FaultyServer(server)) {
            faulty.failNowAndThen(PERCENT_FAILING);
            String kubeconfig = faulty.kubeconfig(folder).toString();
            long began = System.nanoTime();
            Run check = InProcess.run("check", "-A", "-o", "json", "--kubeconfig", kubeconfig);
            System.err.printf("load: check took %,d s, of %,d requests %,d failed%n", seconds(began), faulty.requests(), faulty.failures());
            TreeSet<String> found = new TreeSet<>();
            for (JsonElement finding : JsonParser.parseString(check.out()).getAsJsonObject().getAsJsonArray("findings")) {
                JsonObject object = finding.getAsJsonObject().getAsJsonObject("object");
                // Which definitions there are is the test server's business.
                if (!finding.getAsJsonObject().get("severity").getAsString().equals("info")
                        && !object.get("kind").getAsString().equals("CustomResourceDefinition")) {
                    found.add(finding.getAsJsonObject().get("rule").getAsString() + " " + object.get("name").getAsString());
                }
            }
            assertEquals(MESH.planted(), found, check.err());
            assertEquals(1, check.status());
            assertEquals(0, InProcess.run("trace", "http://" + MESH.host(0) + "/", "--kubeconfig", kubeconfig).status());
            assertEquals(1, InProcess.run("trace", "http://" + MESH.brokenHost() + "/", "--kubeconfig", kubeconfig).status());
            assertTrue(faulty.failures() > 0, "some requests fail");
        }
    }

    @Test
    void what_is_held_is_counted_about_right() {
        System.gc();
        long before = used();
        Holdings holdings = new Holdings(Runtime.getRuntime().maxMemory());
        long began = System.nanoTime();
        Snapshot snapshot = ClusterReader.read(ClusterConnection.open(server.admin()),
                new ReadRequest(Optional.empty(), true, ProgressListener.NONE), 500, holdings);
        long took = seconds(began);
        System.gc();
        long held = used() - before;
        System.err.printf("load: %,d objects were read in %,d s and take %,d MiB, counted as %,d MiB%n", snapshot.resources().size(), took,
                held >> 20,
                holdings.held() >> 20);
        assertTrue(holdings.held() > held / 2 && holdings.held() < held * 2, "counted " + holdings.held() + " of " + held);
    }

    @Test
    void reading_takes_little_longer_than_fetching() {
        ClusterConnection connection = ClusterConnection.open(server.admin());
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < TURNS; i++) {
            long began = System.nanoTime();
            long bytes = new PagesThrownAway(connection, 500).fetch();
            long fetched = System.nanoTime();
            int objects = ClusterReader.read(connection, new ReadRequest(Optional.empty(), true, ProgressListener.NONE)).resources().size();
            long read = System.nanoTime();
            assertTrue(bytes > 100L * OBJECTS, bytes + " bytes");
            assertTrue(objects > OBJECTS / 2, objects + " objects");
            shares.add((double) (read - fetched) / (fetched - began));
            System.err.printf("load: %,d MB were fetched and thrown away in %.2f s, read in %.2f s%n", bytes / 1_000_000,
                    (fetched - began) / 1e9, (read - fetched) / 1e9);
        }
        System.err.printf("load: reading takes %.2f times what fetching takes (median of %d)%n",
                shares.stream().sorted().toList().get(TURNS / 2), TURNS);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long seconds(long began) {
        return (System.nanoTime() - began) / 1_000_000_000;
    }
}
