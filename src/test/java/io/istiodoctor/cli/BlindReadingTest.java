package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.cli.InProcess.Run;
import io.istiodoctor.cluster.ApiServer;
import io.istiodoctor.cluster.FaultyServer;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Much is taken away at once from a cluster in which all is well: no answer is well, none is a mistake, each says why. */
@Timeout(300)
class BlindReadingTest {
    private static final Path MESH = Path.of("src/test/resources/unread/shop.yaml");
    private static final String JSON = "application/json";
    private static final String FORBIDDEN = "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"message\": \"forbidden: User \\\"jane\\\" cannot list\"}";
    private static final String LISTS = "/apis?/([^/]+/)?v[^/]+/[a-z]+";
    private static final String LISTS_OF_NAMESPACES = "/apis?/([^/]+/)?v[^/]+/namespaces/[^/]+/[a-z]+";

    @TempDir
    static Path folder;

    private static ApiServer server;
    @AutoClose
    private static FaultyServer faulty;
    private static String kubeconfig;

    @BeforeAll
    static void start() {
        server = ApiServer.shared();
        server.apply(ManifestSource
                .read(List.of(MESH.toString()), new ManifestOptions("default", true, InputStream.nullInputStream(), n -> {})).resources());
        faulty = new FaultyServer(server);
        kubeconfig = faulty.kubeconfig(folder).toString();
    }

    @AfterEach
    void heal() {
        faulty.heal();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.deleteAll();
        }
    }

    private static Run run(String... words) {
        return InProcess.run(Stream.concat(Stream.of(words), Stream.of("--kubeconfig", kubeconfig)).toArray(String[]::new));
    }

    private static void nothingIsJudged(String reason) {
        for (List<String> command : List.of(List.of("check", "-A"), List.of("check", "-n", "shop"),
                List.of("trace", "http://shop.example.com/"), List.of("trace", "web.shop"),
                List.of("urls", "-A"), List.of("urls", "-A", "-o", "json"), List.of("proxy", "-A"),
                List.of("mend", "http://shop.example.com/"), List.of("-A"))) {
            Run run = run(command.toArray(String[]::new));
            assertEquals(3, run.status(), () -> command + "\n" + run.out() + run.err());
            assertTrue((run.out() + run.err()).replaceAll("\\s+", " ").contains(reason), () -> command + "\n" + run.out() + run.err());
            assertFalse(run.out().contains("✔ Nothing") || run.out().contains("✖") || run.out().contains("would expose it"),
                    () -> command + "\n" + run.out());
        }
    }

    @Test
    void where_all_lists_are_forbidden_two_namespaces_by_name_are_no_answer() {
        faulty.answer(LISTS, 403, JSON, FORBIDDEN);
        faulty.answer(LISTS_OF_NAMESPACES, 403, JSON, FORBIDDEN);
        nothingIsJudged("(403)");
    }

    @Test
    void where_all_of_istio_is_not_found_it_is_asked_whether_it_is_installed() {
        faulty.answer("/apis/[a-z.]*istio.io(/.*)?", 404, JSON,
                "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"message\": \"not found\"}");
        nothingIsJudged("istio.io");
    }

    @Test
    void a_page_instead_of_every_answer_of_istio_is_no_answer() {
        faulty.answer("/apis/[a-z.]*istio.io/.*", 200, "text/html", "<html>Log in</html>");
        nothingIsJudged("text/html instead of JSON");
    }

    @Test
    void of_namespaces_that_may_be_read_alone_findings_are_judged_and_the_rest_is_told() {
        faulty.answer(LISTS, 403, JSON, FORBIDDEN);
        faulty.answer("/apis?/([^/]+/)?v[^/]+/namespaces/default/[a-z]+", 403, JSON, FORBIDDEN);
        Run all = run("check", "-A");
        assertEquals(3, all.status(), all.out());
        Run shop = run("check", "-n", "shop");
        assertTrue(shop.status() != 1 && shop.out().startsWith("Not all could be read") && !shop.out().contains("✔"), shop.out());
        Run trace = run("trace", "http://shop.example.com/", "-n", "shop");
        assertTrue(trace.out().startsWith("Not all could be read"), trace.out());
        assertEquals(0, trace.status(), trace.out());
        assertEquals(3, run("trace", "http://shop.example.com/").status(), "the shop's namespace is not the context's");
        assertEquals(0, run("trace", "http://shop.example.com/", "--allow-unread", "-n", "shop").status());
    }
}
