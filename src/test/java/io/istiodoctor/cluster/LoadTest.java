package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.istiodoctor.cli.InProcess;
import io.istiodoctor.cli.InProcess.Run;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
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
    /** A Service, two pods, a VirtualService, a DestinationRule and a ServiceEntry. */
    private static final int OBJECTS_A_SHOP = 6;
    private static final int SHOPS = OBJECTS / OBJECTS_A_SHOP;
    private static final int SHOPS_A_NAMESPACE = 100;
    private static final int SHOPS_A_MISTAKE = 500;

    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void fill() {
        Assumptions.assumeTrue(OBJECTS > 0, "run with -Pload");
        server = ApiServer.shared();
        long began = System.nanoTime();
        List<Resource> objects = new ArrayList<>(Json.resources(GATEWAY));
        IntStream.range(0, SHOPS).forEach(i -> objects.addAll(Json.resources(shop(i))));
        server.apply(objects);
        System.err.printf("load: %,d objects were created in %,d s%n", objects.size(), seconds(began));
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
                if (!finding.getAsJsonObject().get("severity").getAsString().equals("info")) {
                    found.add(finding.getAsJsonObject().get("rule").getAsString() + " " + finding.getAsJsonObject().getAsJsonObject("object").get("name").getAsString());
                }
            }
            TreeSet<String> planted = new TreeSet<>();
            IntStream.range(0, SHOPS).filter(LoadTest::wrong).forEach(i -> planted.add("destination-port-not-on-service shop-" + i));
            assertEquals(planted, found, check.err());
            assertEquals(1, check.status());
            assertEquals(0, InProcess.run("trace", "http://shop-1.example.com/", "--kubeconfig", kubeconfig).status());
            assertEquals(1, InProcess.run("trace", "http://shop-0.example.com/", "--kubeconfig", kubeconfig).status());
            assertTrue(faulty.failures() > 0, "some requests fail");
        }
    }

    @Test
    void what_is_held_is_counted_about_right() {
        System.gc();
        long before = used();
        Holdings holdings = new Holdings(Runtime.getRuntime().maxMemory());
        long began = System.nanoTime();
        Snapshot snapshot = ClusterReader.read(ClusterConnection.open(server.admin()), new ReadRequest(Optional.empty(), true, ProgressListener.NONE), 500, holdings);
        long took = seconds(began);
        System.gc();
        long held = used() - before;
        System.err.printf("load: %,d objects were read in %,d s and take %,d MiB, counted as %,d MiB%n", snapshot.resources().size(), took, held >> 20,
                holdings.held() >> 20);
        assertTrue(holdings.held() > held / 2 && holdings.held() < held * 2, "counted " + holdings.held() + " of " + held);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long seconds(long began) {
        return (System.nanoTime() - began) / 1_000_000_000;
    }

    private static boolean wrong(int shop) {
        return shop % SHOPS_A_MISTAKE == 0;
    }

    private static String shop(int i) {
        return SHOP.formatted(i, "team-" + i / SHOPS_A_NAMESPACE, wrong(i) ? 8001 : 8000, i / 250 % 250, i % 250 + 1);
    }

    private static final String GATEWAY = """
            apiVersion: v1
            kind: Service
            metadata: {name: istio-ingressgateway, namespace: istio-system, labels: {istio: ingressgateway}}
            spec: {type: LoadBalancer, selector: {istio: ingressgateway}, ports: [{name: http2, port: 80, targetPort: 8080}]}
            status: {loadBalancer: {ingress: [{ip: 203.0.113.10}]}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: istio-ingressgateway-1, namespace: istio-system, labels: {istio: ingressgateway}}
            spec: {containers: [{name: istio-proxy, image: "docker.io/istio/proxyv2:1.27.1", args: [proxy, router]}]}
            status: {phase: Running, podIP: 10.254.0.2, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: storefront, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*/*.example.com"]}]
            """;
    private static final String SHOP = """
            apiVersion: v1
            kind: Service
            metadata: {name: shop-%1$d, namespace: %2$s, labels: {app: shop-%1$d}}
            spec: {clusterIP: None, selector: {app: shop-%1$d}, ports: [{name: http, port: 8000, targetPort: 8000}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: shop-%1$d-a, namespace: %2$s, labels: {app: shop-%1$d, version: v1}, annotations: {sidecar.istio.io/status: "{}"}}
            spec:
              containers:
              - {name: shop, image: "registry.example.com/shop:1.4.%5$d", ports: [{containerPort: 8000}], env: [{name: SHOP, value: "%1$d"}]}
              - {name: istio-proxy, image: "docker.io/istio/proxyv2:1.27.1", args: [proxy, sidecar]}
            status: {phase: Running, podIP: 10.1.%4$d.%5$d, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: shop-%1$d-b, namespace: %2$s, labels: {app: shop-%1$d, version: v1}, annotations: {sidecar.istio.io/status: "{}"}}
            spec:
              containers:
              - {name: shop, image: "registry.example.com/shop:1.4.%5$d", ports: [{containerPort: 8000}], env: [{name: SHOP, value: "%1$d"}]}
              - {name: istio-proxy, image: "docker.io/istio/proxyv2:1.27.1", args: [proxy, sidecar]}
            status: {phase: Running, podIP: 10.2.%4$d.%5$d, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop-%1$d, namespace: %2$s}
            spec:
              hosts: [shop-%1$d.example.com]
              gateways: [istio-system/storefront]
              http: [{route: [{destination: {host: shop-%1$d, subset: v1, port: {number: %3$d}}}]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop-%1$d, namespace: %2$s}
            spec: {host: shop-%1$d, exportTo: ["*"], subsets: [{name: v1, labels: {version: v1}}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: payments-%1$d, namespace: %2$s}
            spec: {hosts: [payments-%1$d.example.org], ports: [{number: 443, name: https, protocol: HTTPS}], resolution: DNS, location: MESH_EXTERNAL, exportTo: ["."]}
            """;
}
