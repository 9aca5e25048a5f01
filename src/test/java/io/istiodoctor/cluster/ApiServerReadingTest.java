package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.UserError;
import io.istiodoctor.source.Secrets;
import io.istiodoctor.source.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads a real API server; see {@link ApiServer} for how it is provided. */
class ApiServerReadingTest {
    private static final String SHOP = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {istio-injection: enabled}}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: worker}
            status: {addresses: [{type: InternalIP, address: 192.168.96.50}]}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: ingress
              namespace: istio-system
              annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}", keep: me}
            spec:
              type: LoadBalancer
              clusterIP: 172.20.1.1
              selector: {istio: ingressgateway}
              ports: [{name: http, port: 80, targetPort: 8080, nodePort: 31380}, {name: odd, port: 81, nodePort: 80}]
            status: {loadBalancer: {ingress: [{ip: 192.0.2.7}]}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1, namespace: shop, labels: {app: web}}
            spec: {containers: [{name: web, image: web}], nodeName: worker}
            status: {phase: Running, podIP: 10.1.2.3, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: web-abc, namespace: shop, labels: {kubernetes.io/service-name: web}}
            addressType: IPv4
            ports: [{name: http, port: 8080}]
            endpoints: [{addresses: [10.1.2.3], conditions: {ready: true}}]
            ---
            apiVersion: networking.istio.io/v1alpha3
            kind: Gateway
            metadata: {name: shop, namespace: shop}
            spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: shop, namespace: shop}
            spec: {gatewayClassName: istio}
            status: {addresses: [{value: 192.0.2.8}]}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: shop-tls, namespace: istio-system}
            data: {tls.crt: eA==}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: istio-system}
            data: {mesh: "accessLogFile: /dev/stdout"}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio-canary, namespace: istio-system, labels: {istio.io/rev: canary}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio-ca-root-cert, namespace: shop}
            """;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.shared();
    }

    @AfterEach
    void clean() {
        server.deleteAll();
    }

    @Test
    void everything_that_was_applied_is_read_back() {
        server.apply(Json.resources(SHOP));
        Snapshot snapshot = read(server.admin());
        assertTrue(snapshot.live());
        assertEquals("default", snapshot.defaultNamespace());

        Resource ingress = one(snapshot, Kind.SERVICE, "istio-system/ingress");
        assertEquals("192.0.2.7", ingress.status().get("loadBalancer").get("ingress").elements().getFirst().text("ip"));
        assertEquals(Map.of("keep", "me"), ingress.annotations());
        assertEquals(Optional.of(31380L), ingress.spec().get("ports").elements().getFirst().get("nodePort").number());
        assertEquals("Update", ingress.root().get("metadata").get("managedFields").elements().getFirst().text("operation"));

        Resource pod = one(snapshot, Kind.POD, "shop/web-1");
        assertEquals("10.1.2.3", pod.status().text("podIP"));
        assertTrue(!pod.root().get("metadata").get("managedFields").isPresent());
        assertEquals("192.0.2.8", one(snapshot, Kind.KUBERNETES_GATEWAY, "shop/shop").status().get("addresses").elements()
                .getFirst().text("value"));
        // From 1.21 on a Namespace also bears its name as a label.
        assertEquals("enabled", one(snapshot, Kind.NAMESPACE, "shop").labels().get("istio-injection"));
        one(snapshot, Kind.NODE, "worker");
        assertEquals(List.of("istio-system/istio", "istio-system/istio-canary"), names(snapshot, Kind.CONFIG_MAP));
        assertEquals(List.of(), names(snapshot, Kind.SECRET));
    }

    @Test
    void the_newest_understood_version_that_is_served_is_read() {
        server.apply(Json.resources(SHOP));
        Snapshot snapshot = read(server.admin());
        assertEquals("networking.istio.io/v1", one(snapshot, Kind.ISTIO_GATEWAY, "shop/shop").ref().apiVersion());
        assertEquals("networking.istio.io/v1",
                one(snapshot, Kind.ISTIO_GATEWAY, "shop/shop").root().text("apiVersion"));
        // Kubernetes 1.20 does not serve discovery.k8s.io/v1 yet, and from 1.25 on there is no v1beta1.
        assertEquals(server.serves("/apis/discovery.k8s.io/v1") ? "discovery.k8s.io/v1" : "discovery.k8s.io/v1beta1",
                one(snapshot, Kind.ENDPOINT_SLICE, "shop/web-abc").ref().apiVersion());
    }

    @Test
    void what_is_not_installed_is_known_to_be_absent() {
        Snapshot snapshot = read(server.admin());
        assertEquals(new Coverage.Complete(), snapshot.coverage(Kind.ROLLOUT));
        assertEquals(new Coverage.Complete(), snapshot.coverage(Kind.SERVICE));
        assertEquals(new Coverage.None("EndpointSlices were read instead"), snapshot.coverage(Kind.ENDPOINTS));
    }

    @Test
    void a_list_longer_than_a_page_is_read_whole_and_sorted() {
        server.apply(services(1200));
        int[] told = new int[1];
        Snapshot snapshot = ClusterReader.read(ClusterConnection.open(server.admin()), new ReadRequest(Optional.empty(), true,
                (kind, objects) -> told[0] = kind == Kind.SERVICE ? objects : told[0]), 500);
        List<String> names = names(snapshot, Kind.SERVICE).stream().filter(n -> n.startsWith("many/")).toList();
        assertEquals(1200, names.size());
        assertEquals(names.stream().sorted().toList(), names);
        assertEquals(1201, told[0], "the 1200 and the API server's own Service");
    }

    @Test
    void a_user_of_one_namespace_gets_that_namespace_and_is_told_what_is_missing() {
        server.apply(Json.resources(SHOP));
        String token = server.serviceAccountToken("shop", "dev", Map.of("shop",
                "[{\"apiGroups\":[\"*\"],\"resources\":[\"*\"],\"verbs\":[\"get\",\"list\"]}]"));
        Snapshot snapshot = read(server.withToken(token, "shop"));

        assertEquals(List.of("shop/web-1"), names(snapshot, Kind.POD));
        Coverage services = snapshot.coverage(Kind.SERVICE);
        assertEquals(Certainty.CERTAIN, services.absenceIn("shop"));
        assertEquals(Certainty.UNKNOWN, services.absenceIn("istio-system"));
        assertEquals("listing services in all namespaces is forbidden to system:serviceaccount:shop:dev (403)",
                services.reason());
        assertEquals("listing nodes is forbidden to system:serviceaccount:shop:dev (403)", snapshot.coverage(Kind.NODE).reason());
        assertEquals(List.of("shop"), names(snapshot, Kind.NAMESPACE));
        assertEquals(Set.of("shop"), assertInstanceOf(Coverage.Namespaces.class, snapshot.coverage(Kind.NAMESPACE)).namespaces());
    }

    @Test
    void a_secret_that_may_not_be_read_is_unknown_and_one_that_does_not_exist_is_missing() {
        server.apply(Json.resources(SHOP));
        String token = server.serviceAccountToken("shop", "nosy", Map.of("istio-system",
                "[{\"apiGroups\":[\"\"],\"resources\":[\"services\"],\"verbs\":[\"list\"]}]"));
        Secrets.Name name = new Secrets.Name("istio-system", "shop-tls");

        Secrets forbidden = read(server.withToken(token, "shop")).secrets();
        assertEquals(new Secrets.Lookup.Unknown(
                "reading Secret istio-system/shop-tls is forbidden to system:serviceaccount:shop:nosy (403)"),
                forbidden.find(name));

        Secrets allowed = read(server.admin()).secrets();
        allowed.prefetch(Set.of(name, new Secrets.Name("istio-system", "gone")));
        assertEquals("eA==", assertInstanceOf(Secrets.Lookup.Found.class, allowed.find(name)).secret().root().get("data")
                .text("tls.crt"));
        assertEquals(new Secrets.Lookup.Missing(), allowed.find(new Secrets.Name("istio-system", "gone")));
    }

    @Test
    void a_user_who_may_read_nothing_is_told_so() {
        String token = server.serviceAccountToken("shop", "nobody", Map.of());
        UserError error = assertThrows(UserError.class, () -> read(server.withToken(token, "shop")));
        assertEquals(UserError.UNREADABLE_CLUSTER, error.exitCode());
        assertTrue(error.getMessage().startsWith("nothing could be read from https://127.0.0.1:"), error.getMessage());
        assertTrue(error.getMessage().contains("is forbidden to system:serviceaccount:shop:nobody (403)"), error.getMessage());
    }

    @Test
    void a_token_that_is_not_accepted_is_one_clear_line() {
        UserError error = assertThrows(UserError.class, () -> read(server.withToken("expired", "shop")));
        assertEquals(UserError.UNREADABLE_CLUSTER, error.exitCode());
        assertEquals("the API server does not accept the credentials of context limited (401): Unauthorized; log in again,"
                + " or choose another context with --context", error.getMessage());
    }

    private static Snapshot read(ConnectionOptions options) {
        return ClusterReader.read(ClusterConnection.open(options),
                new ReadRequest(Optional.empty(), true, ProgressListener.NONE));
    }

    private static List<Resource> services(int count) {
        // Headless, because the server has only 254 cluster IPs to give.
        return IntStream.range(0, count).mapToObj(i -> Json.resources("""
                apiVersion: v1
                kind: Service
                metadata: {name: s%d, namespace: many}
                spec: {clusterIP: None, ports: [{port: 80}]}
                """.formatted(i)).getFirst()).toList();
    }

    private static List<Resource> of(Snapshot snapshot, Kind kind) {
        return snapshot.resources().stream()
                .filter(r -> Kind.of(r.ref().apiVersion(), r.ref().kind()).orElseThrow() == kind).toList();
    }

    private static List<String> names(Snapshot snapshot, Kind kind) {
        return of(snapshot, kind).stream().map(r -> r.ref().qualifiedName()).toList();
    }

    private static Resource one(Snapshot snapshot, Kind kind, String name) {
        return of(snapshot, kind).stream().filter(r -> r.ref().qualifiedName().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + names(snapshot, kind)
                        + Arrays.asList(snapshot.coverage(kind))));
    }
}
