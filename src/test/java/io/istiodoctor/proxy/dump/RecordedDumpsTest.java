package io.istiodoctor.proxy.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.UserError;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.ProxyName;
import io.istiodoctor.proxy.ProxyView.Side;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.trace.Hop;
import io.istiodoctor.trace.Meshes;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Tracer;
import io.istiodoctor.trace.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps of real Envoys that istiod's own code configured, beside the mesh that it was told of; and beside meshes that changed since. */
class RecordedDumpsTest {
    private static String recorded(String file) {
        try (ZipFile zip = new ZipFile(Path.of("src", "test", "resources", "dumps", "recorded.zip").toFile());
                InputStream in = zip.getInputStream(zip.getEntry(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProxyDiff diff(String manifests, boolean complete, String dump) {
        Proxies proxies = Meshes.of(List.of("-"), complete, manifests).proxies();
        return ProxyDiff.of(proxies, DumpedProxy.read(proxies, "dump.json", dump, Optional.empty()));
    }

    private static String words(ProxyDiff diff) {
        return diff.divergences().stream().map(d -> d.kind() + " " + d.object() + " at " + d.where()).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "sidecar", "incoming", "ingress", "entrance", "shut", "api"})
    void a_proxy_has_what_it_was_told(String proxy) {
        assertEquals("", words(diff(recorded(proxy + "/cluster.yaml"), true, recorded(proxy + "/config_dump.json"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "sidecar", "incoming", "ingress", "entrance", "shut", "api"})
    void fields_in_camel_case_are_the_same(String proxy) {
        String camel = Pattern.compile("\"([a-z0-9]+(?:_[a-z0-9]+)+)\":").matcher(recorded(proxy + "/config_dump.json"))
                .replaceAll(m -> "\""
                        + Pattern.compile("_(.)").matcher(m.group(1)).replaceAll(c -> c.group(1).toUpperCase(Locale.ROOT)) + "\":");
        assertTrue(camel.contains("\"filterChains\":"));
        assertEquals("", words(diff(recorded(proxy + "/cluster.yaml"), true, camel)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            gateway ; number: 9090, name: http-0 ; number: 9091, name: http-0 ; LISTENER_MISSING Gateway shop/gw0 spec.servers[0] at port 9091
            gateway ; hosts: [catalog]           ; hosts: [cart]              ; HOST_MISSING VirtualService shop/vs0 at port 9090
            gateway ; x-user: {exact: jane}      ; x-user: {exact: joe}       ; ROUTE_MISSING VirtualService shop/vs0 spec.http[0].match[0] at port 9090, catalog.shop.svc.cluster.local
            gateway ; host: cart.shop$           ; host: catalog.other.svc.cluster.local ; ACTION VirtualService shop/vs0 spec.http[1] at port 9090, catalog.shop.svc.cluster.local
            gateway ; httpStatus: 418            ; httpStatus: 503            ; ACTION VirtualService shop/vs0 spec.http[0].match[0] at port 9090, catalog.shop.svc.cluster.local
            sidecar ; clusterIP: 10.96.0.21      ; clusterIP: 10.96.0.29      ; LISTENER_MISSING Service shop/web spec.ports[1] at port 3306 of 10.96.0.29
            sidecar ; podIP: 10.244.1.3          ; podIP: 10.244.1.33         ; ENDPOINT_MISSING Pod shop/cart-v1-3 at outbound|80||cart.shop.svc.cluster.local
            sidecar ; podIP: 10.244.1.3          ; podIP: 10.244.1.33         ; ENDPOINT_STALE Service shop/cart spec.ports[0] at outbound|80||cart.shop.svc.cluster.local
            incoming ; 3306: {mode: STRICT}      ; 3306: {mode: PERMISSIVE}   ; TLS PeerAuthentication shop/web at port 3306, incoming
            incoming ; mtls: {mode: PERMISSIVE}  ; mtls: {mode: STRICT}       ; TLS PeerAuthentication shop/web at port 8080, incoming
            incoming ; mtls: {mode: PERMISSIVE}  ; mtls: {mode: STRICT}       ; TLS PeerAuthentication shop/web at every other port, incoming
            incoming ; name: odd, port           ; name: tcp-odd, port        ; ACTION Service shop/web spec.ports[2] at port 9000, incoming
            incoming ; targetPort: 7070          ; targetPort: 7071           ; CHAIN_MISSING Service shop/web spec.ports[3] at port 7071, incoming
            incoming ; targetPort: 7070          ; targetPort: 7071           ; CHAIN_STALE Pod shop/web-1 at port 7070, incoming
            ingress ; 127.0.0.1:9999             ; 127.0.0.1:9998             ; ACTION Sidecar shop/cart spec.ingress[0] at port 8080, incoming
            ingress ; protocol: HTTP, name       ; protocol: TCP, name        ; ACTION Sidecar shop/cart spec.ingress[0] at port 8080, incoming
            entrance ; mode: MUTUAL              ; mode: SIMPLE               ; TLS Gateway istio-system/entrance spec.servers[2] at port 8443, partner.example.com
            entrance ; mode: OPTIONAL_MUTUAL     ; mode: MUTUAL               ; TLS Gateway istio-system/entrance spec.servers[3] at port 8443, staff.example.com
            entrance ; credentialName: www       ; credentialName: www2       ; TLS Gateway istio-system/entrance spec.servers[1] at port 8443, www.example.com
            entrance ; weight: 80}               ; weight: 70}                ; ACTION VirtualService shop/web spec.http[2].match[0] at port 8443, staff.example.com
            entrance ; exact: 'true'             ; prefix: 'true'             ; ROUTE_MISSING VirtualService shop/web spec.http[0].match[0] at port 8080, www.example.com
            entrance ; httpStatus: 503           ; httpStatus: 502            ; ACTION VirtualService shop/web spec.http[0].match[0] at port 8443, partner.example.com
            entrance ; uri: /new                 ; uri: /newer                ; ACTION VirtualService shop/old spec.http[0] at port 8080, old.example.com
            entrance ; authority: web.example.com ; authority: v.example.com  ; ACTION VirtualService shop/web spec.http[2].match[0] at port 8080, www.example.com
            entrance ; mode: PASSTHROUGH         ; mode: AUTO_PASSTHROUGH     ; CHAIN_STALE Pod istio-system/entrance-1 at port 8443
            entrance ; hosts: ['*.local']        ; hosts: ['*.other.local']   ; LISTENER_STALE Pod istio-system/entrance-1 at port 15443
            entrance ; mode: DISABLE             ; mode: SIMPLE               ; CLUSTER_TLS DestinationRule shop/web spec.subsets[1] at outbound|443|v2|web.shop.svc.cluster.local
            entrance ; subset: v2, port: {number: 443} ; port: {number: 443}  ; ACTION VirtualService shop/raw spec.tls[0].match[0] at port 8443, raw.example.com
            shut     ; REGISTRY_ONLY             ; ALLOW_ANY                  ; ACTION ConfigMap istio-system/istio data.mesh at port 80, *
            shut     ; sni: pay.example.com      ; sni: other.example.com     ; CLUSTER_TLS DestinationRule shop/pay at outbound|443||pay.example.com
            shut     ; mode: SIMPLE, sni        ; mode: SIMPLE, insecureSkipVerify: true, sni ; CLUSTER_TLS DestinationRule shop/pay at outbound|443||pay.example.com
            shut     ; mode: SIMPLE              ; mode: DISABLE              ; CLUSTER_TLS DestinationRule shop/pay at outbound|443||pay.example.com
            shut     ; clusterIP: 10.96.0.21     ; clusterIP: 10.96.0.22      ; LISTENER_STALE Service shop/db spec.ports[0] at port 5432 of 10.96.0.21
            api      ; hostnames: [api.example.com] ; hostnames: [new.example.com] ; HOST_STALE Gateway shop/front0 at port 8080
            api      ; hostnames: [api.example.com] ; hostnames: [new.example.com] ; HOST_MISSING HTTPRoute shop/route1 at port 8080
            api      ; replacePrefixMatch: /     ; replacePrefixMatch: /x     ; ACTION HTTPRoute shop/route1 spec.rules[0].matches[0] at port 8080, api.example.com
            """)
    void what_changed_since_is_told(String proxy, String before, String after, String told) {
        String mesh = recorded(proxy + "/cluster.yaml");
        String changed = Pattern
                .compile(before.endsWith("$") ? Pattern.quote(before.substring(0, before.length() - 1)) + "$" : Pattern.quote(before),
                        Pattern.MULTILINE)
                .matcher(mesh).replaceFirst(after);
        assertFalse(changed.equals(mesh));
        String words = words(diff(changed, true, recorded(proxy + "/config_dump.json")));
        assertTrue(words.lines().anyMatch(l -> l.equals(told)), words);
    }

    @Test
    void what_a_proxy_has_beyond_a_part_of_the_objects_is_no_difference() {
        String withoutRoute = recorded("gateway/cluster.yaml").replaceAll("(?s)kind: VirtualService\\nmetadata: \\{name: vs0.*?\\n---\\n",
                "kind: VirtualService\nmetadata: {name: vs0, namespace: shop}\nspec: {hosts: [none.example.com], gateways: [shop/gw0]}\n---\n");
        String dump = recorded("gateway/config_dump.json");
        assertTrue(words(diff(withoutRoute, true, dump)).contains("HOST_STALE"), () -> words(diff(withoutRoute, true, dump)));
        assertEquals("", words(diff(withoutRoute, false, dump)));
        assertTrue(diff(withoutRoute, false, dump).beyond());
    }

    @Test
    void a_refused_push_is_told() {
        String dump = recorded("gateway/config_dump.json").replaceFirst("\"active_state\": \\{",
                "\"error_state\": {\"details\": \"duplicate matcher is: {}\"}, \"active_state\": {");
        ProxyDiff diff = diff(recorded("gateway/cluster.yaml"), true, dump);
        assertEquals(List.of(new RefusedPush("0.0.0.0_9090", "duplicate matcher is: {}")), diff.proxy().refused());
        assertFalse(diff.same());
    }

    @Test
    void requests_follow_what_the_proxy_has() {
        String changed = recorded("sidecar/cluster.yaml").replace("podIP: 10.244.1.3\n", "podIP: 10.244.1.33\n");
        Meshes mesh = Meshes.of(changed);
        Proxies proxies = mesh.proxies();
        DumpedProxy.read(proxies, "dump.json", recorded("sidecar/config_dump.json"), Optional.empty()).replaceIn(proxies);
        TraceRequest.Options from = new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of("shop/web-v1-2"),
                Optional.empty());
        TraceRequest request = TraceRequest.parse("http://cart.shop.svc.cluster.local/", from);
        assertEquals(Verdict.REACHABLE, mesh.trace("http://cart.shop.svc.cluster.local/", from).verdict());
        var old = new Tracer(mesh.mesh(), proxies, mesh.diagnosis()).trace(request);
        assertTrue(old.hops().stream().noneMatch(h -> h.message().contains("request arrives")), old::toString);
    }

    /** Requests through a mesh in which a proxy has what a dump says. */
    private static Trace traced(String mesh, String dump, String url, String client) {
        Meshes now = Meshes.of(mesh);
        Proxies proxies = now.proxies();
        DumpedProxy.read(proxies, "dump.json", dump, Optional.empty()).replaceIn(proxies);
        TraceRequest.Options from = new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(),
                client.isEmpty() ? Optional.empty() : Optional.of(client), Optional.empty());
        return new Tracer(now.mesh(), proxies, now.diagnosis()).trace(TraceRequest.parse(url, from));
    }

    private static String way(Trace trace) {
        return trace.hops().stream().map(Hop::message).collect(Collectors.joining("\n"));
    }

    @Test
    void each_address_of_a_port_has_its_own_listener() {
        String mesh = recorded("shut/cluster.yaml");
        String dump = recorded("shut/config_dump.json");
        for (String service : List.of("web", "db")) {
            String way = way(traced(mesh, dump, "tcp://" + service + ".shop:5432", "shop/client"));
            assertTrue(way.contains("for " + service + ".shop.svc.cluster.local, by its address and port"), way);
        }
    }

    @Test
    void hosts_that_nobody_knows_go_where_the_proxy_sends_them() {
        String open = recorded("shut/cluster.yaml").replace("REGISTRY_ONLY", "ALLOW_ANY");
        String dump = recorded("shut/config_dump.json");
        for (String url : List.of("http://elsewhere.example.com/", "tcp://198.51.100.7:9999")) {
            assertEquals(Verdict.BROKEN, traced(open, dump, url, "shop/client").verdict(), url);
        }
    }

    @Test
    void a_cluster_that_the_proxy_was_never_told_is_missing() {
        String mesh = recorded("entrance/cluster.yaml");
        String dump = recorded("entrance/config_dump.json");
        assertEquals(Verdict.REACHABLE, traced(mesh, dump, "http://www.example.com/", "").verdict());
        String without = dump.replace("\"name\": \"outbound|80||web.shop.svc.cluster.local\"",
                "\"name\": \"outbound|80||gone.shop.svc.cluster.local\"");
        Trace trace = traced(mesh, without, "http://www.example.com/", "");
        assertEquals(Verdict.BROKEN, trace.verdict(), way(trace));
        assertTrue(way(trace).contains("though istiod would tell it of one: what it has is older"), way(trace));
        assertEquals(Verdict.REACHABLE, traced(mesh, without, "http://www.example.com/split", "").verdict());
    }

    @Test
    void what_arrives_meets_what_the_proxy_has() {
        String changed = recorded("incoming/cluster.yaml").replace("3306: {mode: STRICT}", "3306: {mode: PERMISSIVE}");
        Meshes mesh = Meshes.of(changed);
        TraceRequest.Options from = new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of("shop/client"),
                Optional.empty());
        assertEquals(Verdict.REACHABLE, mesh.trace("tcp://web.shop:3306", from).verdict());
        Proxies proxies = mesh.proxies();
        DumpedProxy dump = DumpedProxy.read(proxies, "dump.json", recorded("incoming/config_dump.json"), Optional.empty());
        assertEquals(List.of(3306L, 7070L, 8080L, 9000L), dump.incoming().orElseThrow().ports());
        dump.replaceIn(proxies);
        Tracer tracer = new Tracer(mesh.mesh(), proxies, mesh.diagnosis());
        assertEquals(Verdict.BROKEN, tracer.trace(TraceRequest.parse("tcp://web.shop:3306", from)).verdict());
        assertEquals(Verdict.REACHABLE, tracer.trace(TraceRequest.parse("http://web.shop/", from)).verdict());
        // Nothing names that port, so that its container may not listen there; the proxy passes it on.
        assertEquals(Verdict.SUSPECT, tracer.trace(TraceRequest.parse("http://10.244.1.2:4242/", from)).verdict());
    }

    @Test
    void both_sides_are_shown_with_the_objects_of_which_they_come() {
        Proxies proxies = Meshes.of(recorded("incoming/cluster.yaml")).proxies();
        DumpedProxy dump = DumpedProxy.read(proxies, "dump.json", recorded("incoming/config_dump.json"), Optional.empty());
        assertEquals(List.of(Side.OUTGOING, Side.INCOMING), dump.views().stream().map(ProxyView::side).toList());
        List<String> chains = dump.views().getLast().configuration().listeners().getFirst().chains().stream()
                .map(c -> c.match().port() + " " + c.origin()).distinct().toList();
        assertEquals(List.of("3306 Service shop/web spec.ports[1]", "7070 Service shop/web spec.ports[3]",
                "8080 Service shop/web spec.ports[0]", "9000 Service shop/web spec.ports[2]"), chains);
    }

    @Test
    void errors_say_what_to_do() {
        Proxies proxies = Meshes.of(recorded("gateway/cluster.yaml")).proxies();
        assertTrue(assertThrows(UserError.class, () -> DumpedProxy.read(proxies, "x.json", "{}", Optional.empty())).getMessage()
                .contains("is no dump"));
        assertTrue(assertThrows(UserError.class, () -> DumpedProxy.read(proxies, "x.json", "{", Optional.empty())).getMessage()
                .contains("x.json cannot be read"));
        String strange = recorded("gateway/config_dump.json").replace("router~", "router");
        assertTrue(assertThrows(UserError.class, () -> DumpedProxy.read(proxies, "x.json", strange, Optional.empty())).getMessage()
                .contains("name it: POD.NAMESPACE"));
        assertTrue(assertThrows(UserError.class,
                () -> DumpedProxy.read(proxies, "x.json", strange, Optional.of(new ProxyName("none", "shop")))).getMessage()
                .contains("none.shop"));
    }
}
