package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.MissingRight;
import io.istiodoctor.model.Unread;
import io.istiodoctor.model.UserError;
import io.istiodoctor.source.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** API servers that answer otherwise than API servers do: what they do not say is unknown, and nothing waits for ever. */
class OddServersTest {
    private static final String SERVICES = "/api/v1/services";
    private static final String PODS = "/api/v1/pods";

    @TempDir
    Path folder;
    @AutoClose
    private final FakeApi api = new FakeApi();

    @Test
    void a_list_that_is_forgotten_twice_is_unknown() {
        api.on(SERVICES, FakeApi.refused(410, "too old"));
        assertEquals("listing services in all namespaces failed (410: too old)", read(1).coverage(Kind.SERVICE).reason());
    }

    @Test
    void where_not_even_istio_is_served_its_kinds_are_doubted() {
        api.on("/apis", FakeApi.json("{\"kind\": \"APIGroupList\", \"groups\": []}"));
        Snapshot snapshot = read(500);
        assertEquals(
                Coverage.None.failed("the cluster does not serve gateways.networking.istio.io; is Istio installed in it", Optional.empty()),
                snapshot.coverage(Kind.ISTIO_GATEWAY));
        assertEquals(new Coverage.Complete(), snapshot.coverage(Kind.HTTP_ROUTE));
    }

    @Test
    void what_discovery_promises_and_no_path_has_is_unknown() {
        String gateways = "/apis/networking.istio.io/v1beta1/gateways";
        api.on(gateways, FakeApi.refused(404, "not here"));
        api.on(SERVICES, FakeApi.refused(404, "not here"));
        Snapshot snapshot = read(500);
        assertEquals(
                Coverage.None.failed("listing gateways.networking.istio.io in all namespaces failed (404: not here)", Optional.empty()),
                snapshot.coverage(Kind.ISTIO_GATEWAY));
        assertEquals(Coverage.None.failed("listing services in all namespaces failed (404: not here)", Optional.empty()),
                snapshot.coverage(Kind.SERVICE));
    }

    @Test
    void a_group_whose_discovery_fails_is_asked_for_its_objects_and_leaves_the_others_alone() {
        api.on("/apis/networking.istio.io/v1beta1", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "0");
            FakeApi.refused(503, "error trying to reach service").send(exchange);
        });
        api.on("/apis/networking.istio.io/v1beta1/gateways", list("", "g"));
        api.on("/apis/networking.istio.io/v1beta1/virtualservices", FakeApi.refused(404, "no"));
        Snapshot snapshot = read(500);
        assertEquals(List.of("g"), names(snapshot, "Gateway"));
        assertEquals("listing virtualservices.networking.istio.io in all namespaces failed (404: no)",
                snapshot.coverage(Kind.VIRTUAL_SERVICE).reason());
        assertEquals(new Coverage.Complete(), snapshot.coverage(Kind.POD));
    }

    @Test
    void without_any_discovery_every_kind_is_asked_for() {
        for (FakeApi.Answer answer : List.of(FakeApi.json("{}"), FakeApi.json("{\"error\": \"login_required\"}"),
                FakeApi.refused(404, "no"))) {
            api.on("/apis", answer);
            api.on("/apis/networking.istio.io/v1/gateways", list("", "g"));
            assertEquals(List.of("g"), names(read(500), "Gateway"));
        }
    }

    @Test
    void an_answer_is_a_list_only_if_it_says_so_and_has_items() {
        Map<String, String> answers = Map.of("{}", "it says of no kind and is no PodList of v1",
                "{\"error\": \"login_required\"}", "it says of no kind and is no PodList of v1",
                "{\"items\": []}", "it says of no kind and is no PodList of v1",
                "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Success\"}", "it is of kind Status of v1, not PodList of v1",
                "{\"kind\": \"ServiceList\", \"apiVersion\": \"v1\", \"items\": [{\"metadata\": {\"name\": \"x\"}}]}",
                "it is of kind ServiceList of v1, not PodList of v1",
                "{\"kind\": \"PodList\", \"apiVersion\": \"v1\"}", "it has no items",
                "{\"kind\": \"PodList\", \"apiVersion\": \"v2\", \"items\": []}", "it is of kind PodList of v2, not PodList of v1",
                "[]", "it is JSON that no API server sends", "{\"items\": 5}", "it is JSON that no API server sends",
                "{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"items\": [null]}", "it is JSON that no API server sends");
        answers.forEach((answer, problem) -> {
            api.on(PODS, FakeApi.json(answer));
            Snapshot snapshot = read(500);
            assertEquals(Coverage.None.failed("listing pods in all namespaces gave no usable answer: " + problem, Optional.empty()),
                    snapshot.coverage(Kind.POD), answer);
            assertEquals(List.of(), names(snapshot, "Pod"));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{}, \"items\": [{\"metadata\": null}]} | it has an object without a name",
            "{}, \"items\": [{\"metadata\": {\"name\": 5}}]} | it has an object without a name",
            "{}, \"items\": [{\"metadata\": {\"name\": \"\"}}]} | it has an object without a name",
            "{\"continue\": 5}, \"items\": []} | it is not all, and says not how to go on",
            "{\"remainingItemCount\": 5}, \"items\": []} | it is not all, and says not how to go on",
            "{}, \"items\": []}{} | it goes on behind its end"})
    void a_list_that_is_not_whole_is_no_list(String list, String problem) {
        api.on(PODS, FakeApi.json("{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"metadata\": " + list));
        Snapshot snapshot = read(500);
        assertEquals("listing pods in all namespaces gave no usable answer: " + problem, snapshot.coverage(Kind.POD).reason());
        assertEquals(List.of(), names(snapshot, "Pod"));
    }

    @Test
    void an_object_that_stands_on_two_pages_is_one() {
        api.on(PODS, exchange -> list(exchange.getRequestURI().getQuery().contains("continue") ? "" : "next", "a").send(exchange));
        assertEquals(List.of("a"), names(read(500), "Pod"));
    }

    @Test
    void pages_that_lead_in_a_circle_are_left() {
        AtomicInteger calls = new AtomicInteger();
        api.on(PODS, exchange -> list("next" + calls.getAndIncrement() % 3, "a").send(exchange));
        assertEquals("listing pods in all namespaces gave no usable answer: its pages lead in a circle, after 4 objects",
                read(500).coverage(Kind.POD).reason());
    }

    @Test
    void a_second_page_that_is_forbidden_leaves_the_list_unread() {
        api.on(PODS, exchange -> (exchange.getRequestURI().getQuery().contains("continue") ? FakeApi.refused(403, "no") : list("next", "a"))
                .send(exchange));
        for (String namespace : List.of("default", "istio-system")) {
            api.on("/api/v1/namespaces/" + namespace + "/pods", FakeApi.refused(403, "no"));
        }
        Snapshot snapshot = read(500);
        assertEquals(List.of(), names(snapshot, "Pod"));
        assertEquals(List.of(new Unread("pods", Set.of(), "listing pods in all namespaces is forbidden (403)",
                Optional.of(new MissingRight("list", "pods", " --all-namespaces --kubeconfig " + folder.resolve("config"))))),
                snapshot.unread());
        assertEquals("kubectl auth can-i list pods --all-namespaces --kubeconfig " + folder.resolve("config"),
                snapshot.unread().getFirst().right().orElseThrow().command());
    }

    @Test
    void redirects_are_followed_on_the_same_server_alone_and_named_otherwise() throws Exception {
        try (FakeApi other = new FakeApi()) {
            api.on("/api/v1/pods", exchange -> redirect(exchange, "/elsewhere/pods"));
            api.on("/elsewhere/pods", exchange -> FakeApi.json("{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"items\": ["
                    + "{\"metadata\": {\"name\": \"a\", \"namespace\": \"n\"}}]}").send(exchange));
            api.on(SERVICES, exchange -> redirect(exchange, other.url() + "/login?token=s3cret#there"));
            Snapshot snapshot = ClusterReader.read(api.connect(folder, "token: abc, as: jane"), new ReadRequest(Optional.empty(), true,
                    ProgressListener.NONE));
            assertEquals(List.of("a"), names(snapshot, "Pod"));
            assertEquals(Optional.of("jane"), api.header("/elsewhere/pods", "Impersonate-user"));
            assertEquals("listing services in all namespaces failed (302: redirected to " + other.url() + "/login)",
                    snapshot.coverage(Kind.SERVICE).reason());
            assertEquals(List.of(), other.requests);
        }
    }

    private static void redirect(HttpExchange exchange, String where) throws IOException {
        exchange.getResponseHeaders().set("Location", where);
        FakeApi.send(exchange, 302, "text/html", "");
    }

    @Test
    void a_server_that_sends_a_byte_now_and_then_is_given_up() {
        api.on(PODS, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 50; i++) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    Thread.sleep(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ClusterConnection connection = FakeApi.connect(folder, "server: \"" + api.url() + "\"", "", Map.of(), Deadlines.of(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(20)));
        UserError error = assertThrows(UserError.class, () -> read(connection));
        assertEquals("the API server " + api.url() + " was not done with listing pods in all namespaces within 2 s; give it more time with"
                + " --request-timeout", error.getMessage());
    }

    @Test
    void a_list_without_end_is_given_up() {
        AtomicInteger calls = new AtomicInteger();
        api.on(PODS, exchange -> list("next" + calls.incrementAndGet(), "a").send(exchange));
        ClusterConnection connection = FakeApi.connect(folder, "server: \"" + api.url() + "\"", "", Map.of(), Deadlines.of(
                Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(3)));
        UserError error = assertThrows(UserError.class, () -> read(connection));
        assertEquals("reading the cluster took more than 3 s, at last listing pods in all namespaces; give it more time with"
                + " --request-timeout, or look into why the API server is slow", error.getMessage());
        assertEquals(UserError.UNREADABLE_CLUSTER, error.exitCode());
    }

    @Test
    void a_cluster_that_does_not_fit_is_refused_by_what_was_counted() {
        api.on(PODS, list("", IntStream.range(0, 5000).mapToObj(i -> "pod-" + i).toArray(String[]::new)));
        ClusterConnection connection = api.connect(folder, "");
        UserError error = assertThrows(UserError.class,
                () -> ClusterReader.read(connection, new ReadRequest(Optional.empty(), true, ProgressListener.NONE),
                        500, new Holdings(4 << 20)));
        assertTrue(
                error.getMessage()
                        .matches("the cluster does not fit into the 4 MiB that Java may use: [0-9,]+ objects that were read take 1 MiB,"
                                + " and as much again is needed to judge them; give it more with JDK_JAVA_OPTIONS=-Xmx8g"),
                error.getMessage());
        assertEquals(UserError.UNREADABLE_CLUSTER, error.exitCode());
    }

    @Test
    void a_server_that_wants_tls_is_told() {
        for (String answer : List.of("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
                "\u0015\u0003\u0001\u0000\u0002\u0002P")) {
            try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                Thread.ofVirtual().start(() -> {
                    while (!server.isClosed()) {
                        try (Socket socket = server.accept()) {
                            socket.getInputStream().read(new byte[1000]);
                            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                        } catch (IOException e) {
                            // The test is over.
                        }
                    }
                });
                String url = "http://127.0.0.1:" + server.getLocalPort();
                ClusterConnection connection = FakeApi.connect(folder, "server: \"" + url + "\"", "", Map.of());
                assertEquals("the API server " + url + " speaks TLS; write https:// in the server of context test",
                        assertThrows(UserError.class, () -> read(connection)).getMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void a_server_that_stays_broken_leaves_the_kind_unknown_and_says_so_in_its_own_words() {
        api.on(PODS, exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "0");
            FakeApi.refused(500, "etcdserver: request timed out").send(exchange);
        });
        assertEquals("listing pods in all namespaces failed (500: etcdserver: request timed out)", read(500).coverage(Kind.POD).reason());
        assertEquals(4, api.count(PODS));
    }

    @Test
    void a_custom_kind_that_cannot_be_converted_is_unknown() {
        String routes = "/apis/networking.istio.io/v1beta1/virtualservices";
        api.on(routes, exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "0");
            FakeApi.refused(500, "conversion webhook failed").send(exchange);
        });
        Coverage.None coverage = assertInstanceOf(Coverage.None.class, read(500).coverage(Kind.VIRTUAL_SERVICE));
        assertTrue(coverage.reason().contains("virtualservices") && coverage.reason().contains("conversion webhook failed"),
                coverage.reason());
    }

    @Test
    void a_hang_up_in_the_middle_of_a_list_is_mended_by_asking_again() {
        AtomicInteger calls = new AtomicInteger();
        api.on(PODS, exchange -> (calls.incrementAndGet() == 1 ? FakeApi.hangUp() : list("", "p")).send(exchange));
        assertEquals(List.of("p"), names(read(500), "Pod"));
    }

    @Test
    void a_server_that_keeps_hanging_up_is_an_error_that_names_the_list() {
        api.on(PODS, FakeApi.hangUp());
        UserError error = assertThrows(UserError.class, () -> read(500));
        assertEquals(UserError.UNREADABLE_CLUSTER, error.exitCode());
        assertTrue(error.getMessage().startsWith("the API server " + api.url()
                + " hung up while listing pods in all namespaces ("), error.getMessage());
    }

    @Test
    void a_server_that_falls_silent_is_an_error() {
        api.on(PODS, exchange -> {
            try {
                Thread.sleep(4000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ClusterConnection connection = FakeApi.connect(folder, "server: \"" + api.url() + "\"", "", Map.of(), Deadlines.of(
                Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(20)));
        UserError error = assertThrows(UserError.class, () -> read(connection));
        assertTrue(error.getMessage().startsWith("the API server " + api.url() + " sent nothing for 2 s while "), error.getMessage());
    }

    @Test
    void a_page_of_a_portal_is_not_taken_for_an_api() {
        api.everywhere(exchange -> FakeApi.send(exchange, 200, "text/html", "<html>log in</html>"));
        assertError("nothing could be read from " + api.url() + " with the credentials of context test: listing namespaces gave no usable"
                + " answer: it is text/html instead of JSON; is it the address of an API server");
        api.everywhere(FakeApi.json("{\"error\": \"login_required\"}"));
        assertError("nothing could be read from " + api.url() + " with the credentials of context test: listing namespaces gave no usable"
                + " answer: it says of no kind and is no NamespaceList of v1; is it the address of an API server");
    }

    private void assertError(String message) {
        UserError error = assertThrows(UserError.class, () -> read(500));
        assertEquals(message, error.getMessage());
        assertEquals(UserError.UNREADABLE_CLUSTER, error.exitCode());
    }

    private Snapshot read(int pageSize) {
        return ClusterReader.read(api.connect(folder, ""), new ReadRequest(Optional.empty(), true, ProgressListener.NONE),
                pageSize);
    }

    private static Snapshot read(ClusterConnection connection) {
        return ClusterReader.read(connection, new ReadRequest(Optional.empty(), true, ProgressListener.NONE));
    }

    private static FakeApi.Answer list(String next, String... names) {
        return FakeApi.list(next, List.of(names).stream().map(n -> "{\"metadata\":{\"name\":\"" + n + "\",\"namespace\":\"n\"}}").toList());
    }

    private static List<String> names(Snapshot snapshot, String kind) {
        return snapshot.resources().stream().filter(r -> r.ref().kind().equals(kind)).map(r -> r.ref().name()).toList();
    }
}
