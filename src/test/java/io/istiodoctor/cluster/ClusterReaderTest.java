package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.UserError;
import io.istiodoctor.source.Secrets;
import io.istiodoctor.source.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterReaderTest {
    private static final String SERVICES = "/api/v1/services";
    private static final String PODS = "/api/v1/pods";

    @TempDir
    Path folder;
    @AutoClose
    private final FakeApi api = new FakeApi();

    @Test
    void pages_are_followed_to_the_end() {
        api.on(SERVICES, "limit=2", list("next+1", "b", "a"));
        api.on(SERVICES, "limit=2&continue=next+1", list("", "c"));
        api.on(SERVICES, "continue=next+1&limit=2", list("", "c"));
        assertEquals(List.of("a", "b", "c"), names(read(2), "Service"));
    }

    @Test
    void the_next_page_is_asked_for_while_one_is_read() {
        CountDownLatch asked = new CountDownLatch(1);
        api.on(PODS, exchange -> {
            if (exchange.getRequestURI().getQuery().contains("continue=")) {
                asked.countDown();
                list("", "b").send(exchange);
            } else {
                begin("next", "a", exchange);
                await(asked);
                exchange.getResponseBody().write("]}".getBytes(StandardCharsets.UTF_8));
                exchange.close();
            }
        });
        assertEquals(List.of("a", "b"), names(read(1), "Pod"));
    }

    @Test
    void what_a_broken_answer_told_of_the_next_page_does_not_count() {
        AtomicInteger first = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(1);
        api.on(PODS, exchange -> {
            String query = exchange.getRequestURI().getQuery();
            if (query.contains("continue=old")) {
                asked.countDown();
                list("", "old").send(exchange);
            } else if (query.contains("continue=")) {
                list("", "b").send(exchange);
            } else if (first.incrementAndGet() == 1) {
                begin("old", "z", exchange);
                await(asked);
                throw new IOException("hang up");
            } else {
                list("new", "a").send(exchange);
            }
        });
        assertEquals(List.of("a", "b"), names(read(1), "Pod"));
    }

    /** Sends the beginning of a list of pods, with where it goes on. */
    private static void begin(String next, String name, HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("""
                {"kind": "PodList", "apiVersion": "v1", "metadata": {"continue": "%s"},
                 "items": [{"metadata": {"name": "%s", "namespace": "n"}}""".formatted(next, name).getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(15, TimeUnit.SECONDS)) {
                throw new IOException("nobody asked");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_list_whose_state_the_server_has_forgotten_is_begun_again() {
        AtomicInteger first = new AtomicInteger();
        api.on(SERVICES, exchange -> {
            boolean again = exchange.getRequestURI().getQuery().contains("continue=");
            if (again && first.get() == 1) {
                FakeApi.refused(410, "The provided continue parameter is too old").send(exchange);
            } else {
                (again ? list("", "b") : list("next" + first.incrementAndGet(), "a")).send(exchange);
            }
        });
        assertEquals(List.of("a", "b"), names(read(1), "Service"));
    }

    @Test
    void a_forbidden_list_is_read_from_the_namespaces_that_are_known() {
        api.on(SERVICES, FakeApi.refused(403, "services is forbidden: User \"jane\" cannot list resource"));
        api.on("/api/v1/namespaces/istio-system/services", FakeApi.refused(403, "no"));
        api.on("/api/v1/namespaces/shop/services", list("", "web"));
        api.on("/api/v1/namespaces", list("", "default", "istio-system", "shop"));
        Snapshot snapshot = ClusterReader.read(api.connect(folder, ""), new ReadRequest(Optional.of("shop"), false,
                ProgressListener.NONE));
        assertEquals(List.of("web"), names(snapshot, "Service"));
        assertEquals("shop", snapshot.defaultNamespace());
        Coverage.Namespaces coverage = assertInstanceOf(Coverage.Namespaces.class, snapshot.coverage(Kind.SERVICE));
        assertEquals(Set.of("shop", "default"), coverage.namespaces());
        assertEquals("listing services in all namespaces is forbidden to jane (403)", coverage.reason());
    }

    @Test
    void of_kinds_that_are_not_served_there_are_no_objects() {
        Snapshot snapshot = read(500);
        assertEquals(new Coverage.Complete(), snapshot.coverage(Kind.AUTHORIZATION_POLICY));
        assertEquals(new Coverage.Complete(), snapshot.coverage(Kind.HTTP_ROUTE));
        assertEquals(new Coverage.Complete(), snapshot.coverage(Kind.IP_ADDRESS_POOL));
        assertEquals(new Coverage.Complete(), snapshot.coverage(Kind.ISTIO_GATEWAY));
        assertEquals(1, api.count("/apis/networking.istio.io/v1beta1/gateways"));
        assertEquals(0, api.count("/apis/networking.istio.io/v1/gateways"));
    }

    @Test
    void a_namespace_that_does_not_exist_is_told() {
        api.on("/api/v1/namespaces", list("", "default", "shop"));
        UserError error = assertThrows(UserError.class, () -> readNamespace("shpo"));
        assertEquals("there is no namespace shpo in the cluster; check -n, or use -A for all namespaces", error.getMessage());
        assertEquals(UserError.BAD_INPUT, error.exitCode());
        assertEquals("shop", readNamespace("shop").defaultNamespace());
        api.on("/api/v1/namespaces", FakeApi.refused(403, "no"));
        api.on("/api/v1/namespaces/shpo", FakeApi.refused(404, "no"));
        assertThrows(UserError.class, () -> readNamespace("shpo"));
        api.on("/api/v1/namespaces/shpo", FakeApi.refused(403, "no"));
        assertEquals("shpo", readNamespace("shpo").defaultNamespace(), "whether it exists is not known");
    }

    private Snapshot readNamespace(String name) {
        return ClusterReader.read(api.connect(folder, ""), new ReadRequest(Optional.of(name), false, ProgressListener.NONE));
    }

    @Test
    void endpoints_are_read_where_endpoint_slices_are_not_served() {
        api.on("/api/v1/endpoints", list("", "web"));
        assertEquals(List.of("web"), names(read(500), "Endpoints"));
    }

    @Test
    void endpoints_are_read_where_endpoint_slices_may_not_be() {
        api.on("/apis", FakeApi.json(aggregated("discovery.k8s.io", "v1", "endpointslices")));
        api.on("/apis/discovery.k8s.io/v1/endpointslices", FakeApi.refused(403, "no"));
        api.on("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", FakeApi.refused(403, "no"));
        api.on("/apis/discovery.k8s.io/v1/namespaces/istio-system/endpointslices", FakeApi.refused(403, "no"));
        api.on("/api/v1/endpoints", list("", "web"));
        assertEquals(List.of("web"), names(read(500), "Endpoints"));
    }

    @Test
    void aggregated_discovery_saves_the_questions_about_each_group() {
        api.on("/apis", FakeApi.json(aggregated("networking.istio.io", "v1alpha3", "gateways")));
        api.on("/apis/networking.istio.io/v1alpha3/gateways", list("", "g"));
        assertEquals(List.of("g"), names(read(500), "Gateway"));
        assertEquals(0, api.count("/apis/networking.istio.io/v1alpha3"));
        assertTrue(api.header("/apis", "Accept").orElse("").contains("as=APIGroupDiscoveryList"));
    }

    @Test
    void when_discovery_is_forbidden_versions_are_tried_one_after_the_other() {
        api.on("/apis", FakeApi.refused(403, "no"));
        api.on("/apis/networking.istio.io/v1/gateways", FakeApi.refused(404, "no such version"));
        api.on("/apis/networking.istio.io/v1beta1/gateways", list("", "g"));
        assertEquals("networking.istio.io/v1beta1", read(500).resources().getFirst().ref().apiVersion());
    }

    @Test
    void managed_fields_and_the_last_applied_manifest_are_dropped_but_for_the_load_balancers_manager() {
        String object = """
                {"metadata": {"name": "x", "namespace": "n",
                  "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "a": "b"},
                  "managedFields": [
                    {"manager": "metallb", "operation": "Update", "subresource": "status", "time": "2026-01-01T00:00:00Z",
                     "fieldsV1": {"f:status": {"f:loadBalancer": {"f:ingress": {}}}}},
                    {"manager": "kubectl", "operation": "Apply", "fieldsV1": {"f:spec": {"f:loadBalancerIP": {}}}}]}}""";
        api.on(SERVICES, FakeApi.list("", List.of(object))).on(PODS, FakeApi.list("", List.of(object)));
        List<Resource> read = read(500).resources();
        for (Resource resource : read) {
            assertEquals(Map.of("a", "b"), resource.annotations());
            assertEquals(resource.ref().kind(), resource.root().text("kind"));
            Node managers = resource.root().get("metadata").get("managedFields");
            assertEquals(resource.ref().kind().equals("Service")
                    ? "[{\"manager\":\"metallb\",\"operation\":\"Update\",\"subresource\":\"status\"}]" : "null",
                    Json.of(managers).toString());
        }
        assertEquals(List.of("Service", "Pod"), read.stream().map(r -> r.ref().kind()).toList());
    }

    @Test
    void scalars_keep_their_type_and_their_text() {
        String object = "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"n\":1.50,\"big\":12345678901234567890,\"t\":true,"
                + "\"s\":\"1\",\"z\":null,\"l\":[],\"m\":{}}}";
        api.on(PODS, FakeApi.list("", List.of(object)));
        assertEquals(Json.object(object).get("spec").toString(), Json.of(read(500).resources().getFirst().spec()).toString());
    }

    @Test
    void config_maps_are_only_asked_for_by_name_or_by_istio_revision() {
        api.on("/api/v1/configmaps", exchange -> (exchange.getRequestURI().getQuery().contains("metadata.name=istio&")
                ? list("", "istio") : list("")).send(exchange));
        read(500);
        assertEquals(6, api.count("/api/v1/configmaps"));
        assertTrue(
                api.requests.stream().filter(r -> r.startsWith("/api/v1/configmaps"))
                        .allMatch(r -> r.contains("fieldSelector=metadata.name=") || r.contains("labelSelector=istio.io/rev")),
                api.requests.toString());
    }

    @Test
    void secrets_are_never_listed_whatever_a_gateway_calls_them() {
        Secrets secrets = read(500).secrets();
        for (String name : List.of("", "..", "../pods", "a/b", "a?x=1", "A", "x.")) {
            assertInstanceOf(Secrets.Lookup.Missing.class, secrets.find(new Secrets.Name("istio-system", name)), name);
        }
        assertTrue(api.requests.stream().noneMatch(r -> r.contains("secrets")), api.requests.toString());
        secrets.find(new Secrets.Name("istio-system", "tls"));
        secrets.find(new Secrets.Name("istio-system", "tls"));
        assertEquals(1, api.count("/api/v1/namespaces/istio-system/secrets/tls"), "asked once, then remembered");
    }

    @Test
    void an_overloaded_server_is_asked_again_when_it_says() {
        AtomicInteger calls = new AtomicInteger();
        api.on(PODS, exchange -> {
            if (calls.incrementAndGet() < 3) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                FakeApi.refused(429, "too many requests").send(exchange);
            } else {
                list("", "p").send(exchange);
            }
        });
        assertEquals(List.of("p"), names(read(500), "Pod"));
        assertEquals(3, calls.get());
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        ClusterConnection connection = api.connect(folder, "");
        api.close();
        UserError error = assertThrows(UserError.class, () -> read(connection));
        assertEquals("the API server " + api.url() + " cannot be reached: connection refused; check the server of context"
                + " test and the network", error.getMessage());
    }

    @Test
    void a_namespace_that_cannot_exist_is_wrong_usage() {
        UserError error = assertThrows(UserError.class, () -> ClusterReader.read(api.connect(folder, ""),
                new ReadRequest(Optional.of("Shop/x"), false, ProgressListener.NONE)));
        assertEquals(UserError.BAD_INPUT, error.exitCode());
        assertFalse(api.requests.stream().anyMatch(r -> r.contains("Shop")));
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

    private static String aggregated(String group, String version, String plural) {
        return """
                {"kind": "APIGroupDiscoveryList", "items": [{"metadata": {"name": "%s"},
                  "versions": [{"version": "%s", "resources": [{"resource": "%s"}]}]}]}""".formatted(group, version, plural);
    }

    private static List<String> names(Snapshot snapshot, String kind) {
        return snapshot.resources().stream().filter(r -> r.ref().kind().equals(kind)).map(r -> r.ref().name()).toList();
    }
}
