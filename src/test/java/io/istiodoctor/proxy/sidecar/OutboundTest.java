package io.istiodoctor.proxy.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.SidecarOutbound;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The outgoing side of a proxy beside an application, in small meshes. */
class OutboundTest {
    private static final String CALLER = """
            apiVersion: v1
            kind: Pod
            metadata: {name: caller, namespace: shop, labels: {app: caller}}
            spec: {containers: [{name: app}, {name: istio-proxy}]}
            status: {podIP: 10.244.0.9}
            """;

    private static SidecarOutbound outbound(String... manifests) {
        Mesh mesh = Meshes.complete(CALLER + Stream.of(manifests).map(m -> "---\n" + m).reduce("", String::concat));
        Workload caller = mesh.workloads().stream().filter(w -> w.name().equals("caller")).findFirst().orElseThrow();
        return new Proxies(mesh, List.of()).outbound(caller);
    }

    private static String service(String name, String namespace, String address, String ports) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: %s, namespace: %s}\nspec: {clusterIP: %s, ports: [%s]}\n".formatted(name,
                namespace, address, ports);
    }

    private static String entry(String name, String rest) {
        return "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: %s, namespace: shop}\nspec: {%s}\n".formatted(name,
                rest);
    }

    private static String sidecar(String rest) {
        return "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: default, namespace: shop}\nspec: {%s}\n"
                .formatted(rest);
    }

    private static String shown(SidecarOutbound side, String address, long port) {
        return side.listener(address, port).map(OutboundTest::shown).orElse("nothing");
    }

    private static String shown(EnvoyListener listener) {
        List<String> chains = listener.chains().stream().map(OutboundTest::shown).toList();
        return (listener.bind().isEmpty() ? "*" : listener.bind()) + ":" + listener.port() + " " + String.join(", ", chains)
                + listener.otherwise().map(c -> ", else " + shown(c)).orElse("");
    }

    private static String shown(FilterChain chain) {
        String when = String.join("", chain.match().addresses()) + String.join("", chain.match().sni())
                + (chain.match().protocols().isEmpty() ? "" : "HTTP");
        String what = switch (chain.content()) {
            case Http http -> "table " + http.routes().name() + "/" + http.routes().hosts().size();
            case Tcp tcp -> String.join("+", tcp.clusters().stream().map(c -> c.cluster().toString()).toList());
        };
        return when.isEmpty() ? what : when + "=" + what;
    }

    @Test
    void http_shares_a_listener_and_connections_have_their_own_address() {
        SidecarOutbound side = outbound(service("web", "shop", "10.96.0.1", "{name: http, port: 80}"),
                service("db", "shop", "10.96.0.2", "{name: tcp, port: 80}"));
        assertEquals("*:80 HTTP=table 80/2, else PassthroughCluster", shown(side, "10.96.0.1", 80));
        assertEquals("10.96.0.2:80 outbound|80||db.shop.svc.cluster.local", shown(side, "10.96.0.2", 80));
        assertEquals("nothing", shown(side, "10.96.0.2", 81));
    }

    @Test
    void of_hosts_without_addresses_the_first_gets_the_connections() {
        SidecarOutbound side = outbound(
                entry("a", "hosts: [a.example], ports: [{number: 9000, name: tcp, protocol: TCP}], resolution: DNS"),
                entry("b", "hosts: [b.example], ports: [{number: 9000, name: tcp, protocol: TCP}], resolution: DNS"));
        assertEquals("*:9000 outbound|9000||a.example", shown(side, "203.0.113.7", 9000));
        assertEquals(List.of("LISTENER_CONFLICT ServiceEntry shop/a"),
                side.leftOut("b.example", 9000).stream().map(l -> l.reason() + " " + l.by().orElseThrow()).toList());
        assertEquals(List.of(), side.leftOut("a.example", 9000));
    }

    @Test
    void a_sidecar_hides_what_it_does_not_import() {
        SidecarOutbound side = outbound(service("web", "other", "10.96.0.1", "{name: tcp, port: 80}"),
                sidecar("egress: [{hosts: ['./*']}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}"));
        assertEquals("nothing", shown(side, "10.96.0.1", 80));
        assertEquals("BlackHoleCluster", side.unknown().toString());
        LeftOut hidden = side.leftOut("web.other.svc.cluster.local", 80).getFirst();
        assertEquals("NOT_IMPORTED Service other/web by Sidecar shop/default",
                hidden.reason() + " " + hidden.at() + " by " + hidden.by().orElseThrow());
    }
}
