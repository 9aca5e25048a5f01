package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the cluster's DNS makes of names: the search list, pods below headless Services, aliases, names that nobody has. */
class NamesTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Service
            metadata: {name: db, namespace: shop}
            spec: {clusterIP: None, selector: {app: db}, ports: [{name: http, port: 8080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec: {clusterIP: 10.96.0.7, selector: {app: db}, ports: [{name: http, port: 8080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: alias, namespace: shop}
            spec: {type: ExternalName, externalName: web.shop.svc.cluster.local}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: stale, namespace: shop}
            spec: {type: ExternalName, externalName: gone.shop.svc.cluster.local}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: ring, namespace: shop}
            spec: {type: ExternalName, externalName: ring.shop.svc.cluster.local}
            ---
            """ + pod("db-0", "db", "True", "10.244.1.4") + pod("db-1", "dbs", "True", "10.244.1.5")
            + pod("db-2", "db", "False", "10.244.1.6") + """
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: client, namespace: legacy}
                    spec: {containers: [{name: app, image: a}]}
                    status: {podIP: 10.244.1.9, conditions: [{type: Ready, status: "True"}]}
                    """;

    private static String pod(String name, String subdomain, String ready, String address) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s, namespace: shop, labels: {app: db}}
                spec: {hostname: %1$s, subdomain: %2$s, containers: [{name: app, image: a, ports: [{containerPort: 8080}]}]}
                status: {podIP: %4$s, conditions: [{type: Ready, status: "%3$s"}]}
                ---
                """.formatted(name, subdomain, ready, address);
    }

    private static Trace trace(String manifests, String url, String from) {
        return Meshes.of(manifests).trace(url,
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of(from), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
            "db-0.db.shop, REACHABLE, the application's answer", "db-0.db.shop.svc.cluster.local, REACHABLE, the application's answer",
            "db.shop.svc, REACHABLE, the application's answer", "alias.shop, REACHABLE, the application's answer",
            "10-244-1-4.shop.pod.cluster.local, REACHABLE, the application's answer",
            "db-0.db, UNKNOWN, not known", "db-0.db0, BROKEN, host not found", "db-1.db.shop, BROKEN, host not found",
            "db-2.db.shop, BROKEN, host not found", "db-0.web.shop, BROKEN, host not found",
            "ring.shop, BROKEN, host not found", "stale.shop, BROKEN, host not found", "web, BROKEN, host not found",
            "web.shop.svc.cluster.local.shop.svc, BROKEN, host not found",
            "api.partner.example, UNKNOWN, not known"})
    void a_name(String host, Verdict verdict, String expect) {
        Trace trace = trace(MESH, "http://" + host + ":8080/", "legacy/client");
        assertEquals(verdict, trace.verdict(), trace::toString);
        assertEquals(expect, trace.expect());
    }

    @Test
    void the_pod_of_another_subdomain_is_told() {
        assertTrue(trace(MESH, "http://db-1.db.shop:8080/", "legacy/client").hops().getLast().message()
                .endsWith("db-1 has no address below Service shop/db; the pod's subdomain is dbs."));
    }

    @ParameterizedTest
    @CsvSource({"db-0, REACHABLE", "db-1, REACHABLE", "db-2, BROKEN", "db-x, BROKEN"})
    void a_stateful_set_counts_its_pods(String pod, Verdict verdict) {
        Trace trace = trace("""
                apiVersion: v1
                kind: Service
                metadata: {name: db, namespace: shop}
                spec: {clusterIP: None, selector: {app: db}, ports: [{name: http, port: 8080}]}
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: shop}
                spec:
                  serviceName: db
                  replicas: 2
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec: {containers: [{name: app, image: a, ports: [{containerPort: 8080}]}]}
                """, "http://" + pod + ".db:8080/", "shop/db");
        assertEquals(verdict, trace.verdict(), trace::toString);
    }

    @Test
    void a_port_that_the_proxy_does_not_see_takes_no_mutual_tls() {
        String sidecar = "{name: istio-proxy, image: docker.io/istio/proxyv2:1.24.0}";
        String mesh = MESH.replace("spec: {hostname", "spec: {serviceAccountName: app, hostname")
                .replace("containers: [{name: app, image: a, ports", "containers: [" + sidecar + ", {name: app, image: a, ports")
                .replace("labels: {app: db}", "labels: {app: db}, annotations: {traffic.sidecar.istio.io/excludeInboundPorts: \"8080\"}")
                + """
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: DestinationRule
                        metadata: {name: db, namespace: shop}
                        spec: {host: web.shop.svc.cluster.local, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}
                        """;
        Trace trace = trace(mesh, "http://web:8080/", "shop/db-0");
        assertEquals("503 UF", trace.expect(), trace::toString);
    }
}
