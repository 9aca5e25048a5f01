package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent is not what is expected: bytes where HTTP is, TLS within TLS, certificates that nobody knows, plain HTTP where TLS is. */
class SpeechTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1, namespace: shop, labels: {app: web, security.istio.io/tlsMode: istio}, annotations: {sidecar.istio.io/status: "{}"}}
            spec: {containers: [{name: app, image: "app:1"}, {name: istio-proxy, image: "proxyv2:1.30.1"}]}
            status: {phase: Running, podIP: 10.244.0.1, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: cron-1, namespace: legacy, labels: {app: cron}}
            spec: {containers: [{name: app, image: "app:1"}]}
            status: {phase: Running, podIP: 10.244.0.2, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: db, namespace: shop}
            spec: {selector: {app: db}, clusterIP: 10.96.0.8, ports: [{name: http, port: 80, targetPort: 8080}, {name: any, port: 81, targetPort: 8080}, {name: https, port: 443, targetPort: 8443}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: db-1, namespace: shop, labels: {app: db, security.istio.io/tlsMode: istio}, annotations: {sidecar.istio.io/status: "{}"}}
            spec: {containers: [{name: app, image: "app:1", ports: [{containerPort: 8080}, {containerPort: 8443, name: https}]}, {name: istio-proxy, image: "proxyv2:1.30.1"}]}
            status: {phase: Running, podIP: 10.244.0.3, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: partner, namespace: shop}
            spec: {hosts: [api.partner.example], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP, targetPort: 443}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: db, namespace: shop}
            spec: {host: db, trafficPolicy: {portLevelSettings: [{port: {number: 443}, tls: {mode: SIMPLE, insecureSkipVerify: SKIP}}]}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | shop/web-1    | tcp://db.shop:80            | BROKEN    | connection reset | takes port 8080 for plain HTTP
            true  | shop/web-1    | tcp://db.shop:81            | BROKEN    | connection reset | takes port 8080 for plain HTTP
            true  | legacy/cron-1 | tcp://db.shop:81            | BROKEN    | connection reset | takes port 8080 for plain HTTP
            true  | shop/web-1    | http://db.shop:81/          | REACHABLE | application      | arrives at port 8080
            true  | shop/web-1    | https://db.shop/            | BROKEN    | TLS error        | so does the client itself
            false | shop/web-1    | https://db.shop/            | BROKEN    | connection reset | so does the client itself
            false | shop/web-1    | http://db.shop:443/         | SUSPECT   | connection reset | Which it shows cannot be seen
            true  | shop/web-1    | http://db.shop:443/         | REACHABLE | application      | arrives at port 8443
            true  | shop/web-1    | http://api.partner.example/ | SUSPECT   | 400              | where TLS is expected
            """)
    void what_is_sent(String skip, String from, String url, Verdict verdict, String expect, String why) {
        Trace trace = Meshes.of(MESH.replace("SKIP", skip)).trace(url,
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of(from), Optional.empty()));
        assertEquals(verdict, trace.verdict(), trace::toString);
        assertTrue(trace.expect().contains(expect), trace::toString);
        assertTrue(trace.hops().stream().anyMatch(h -> h.message().contains(why)), trace::toString);
    }
}
