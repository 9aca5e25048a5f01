package io.istiodoctor.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.proxy.ProxyView.Side;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.trace.Meshes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a waypoint is told of the Services behind it. */
class WaypointProxyTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {istio.io/use-waypoint: way}}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: way, namespace: shop}
            spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop}
            spec: {selector: {app: cart}, ports: [{name: %s, port: 80, targetPort: 8080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: elsewhere, namespace: shop, labels: {istio.io/use-waypoint: none}}
            spec: {selector: {app: elsewhere}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: it, namespace: %s}
            spec: {hosts: [cart.shop.svc.cluster.local], %s}
            """;

    private static String told(EnvoyListener listener) {
        return listener.bind() + ":" + listener.port() + " " + listener.chains().stream().map(c -> switch (c.content()) {
            case Http http -> "http " + http.routes().hosts().getFirst().routes().stream()
                    .map(r -> r.match().words() + " > " + r.clusterNames()).collect(Collectors.joining("; "));
            case Tcp tcp -> "tcp " + tcp.clusters().stream().map(s -> s.cluster().toString()).toList();
        }).collect(Collectors.joining(" | "));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            http => shop  => http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: elsewhere}}]}] => http prefix /a > [outbound|80||elsewhere.shop.svc.cluster.local]
            http => other => http: [{route: [{destination: {host: elsewhere.shop.svc.cluster.local}}]}]        => http everything > [outbound|80||cart.shop.svc.cluster.local]
            http => shop  => tcp: [{route: [{destination: {host: elsewhere}}]}]                                => http everything > [outbound|80||cart.shop.svc.cluster.local]
            tcp  => shop  => tcp: [{route: [{destination: {host: elsewhere}}]}]                                => tcp [outbound|80||elsewhere.shop.svc.cluster.local]
            tcp  => shop  => tcp: [{match: [{port: 81}], route: [{destination: {host: elsewhere}}]}]           => tcp [outbound|80||cart.shop.svc.cluster.local]
            tcp  => shop  => tls: [{match: [{sniHosts: [cart.shop.svc.cluster.local]}], route: [{destination: {host: elsewhere}}]}] => tcp [outbound|80||elsewhere.shop.svc.cluster.local]
            """)
    void a_port_of_a_service(String name, String namespace, String rules, String expected) {
        assertEquals("cart.shop.svc.cluster.local:80 " + expected, one(name, namespace, rules));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            web => http prefix /a > [outbound|80||cart.shop.svc.cluster.local] | tcp [outbound|80||cart.shop.svc.cluster.local]
            """)
    void a_port_whose_protocol_is_guessed(String name, String expected) {
        assertEquals("cart.shop.svc.cluster.local:80 " + expected,
                one(name, "shop", "http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: cart}}]}]"));
    }

    private static String one(String name, String namespace, String rules) {
        Proxies proxies = Meshes.of(MESH.formatted(name, namespace, rules)).proxies();
        List<ProxyView> views = ProxyChoices.of(proxies, any -> true, Optional.of(ProxyName.parse("way.shop")), Optional.empty());
        assertEquals(List.of(Side.WAYPOINT), views.stream().map(ProxyView::side).toList());
        return views.getFirst().configuration().listeners().stream().map(WaypointProxyTest::told).collect(Collectors.joining("\n"));
    }
}
