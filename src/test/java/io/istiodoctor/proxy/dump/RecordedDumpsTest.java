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
import io.istiodoctor.trace.Meshes;
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
    @ValueSource(strings = {"gateway", "sidecar", "incoming", "ingress"})
    void a_proxy_has_what_it_was_told(String proxy) {
        assertEquals("", words(diff(recorded(proxy + "/cluster.yaml"), true, recorded(proxy + "/config_dump.json"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "sidecar", "incoming", "ingress"})
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
