package io.istiodoctor.report;

import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.ProxyChoices;
import io.istiodoctor.proxy.ProxyName;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.trace.Meshes;
import io.istiodoctor.trace.SmallMesh;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyReportTest {
    private static final String MANIFESTS = SmallMesh.SHOP_WITH_TLS.manifests()
            .replace("containers: [{name: shop,", "containers: [{name: istio-proxy, image: docker.io/istio/proxyv2:1.24.0}, {name: shop,")
            + """
                    ---
                    apiVersion: networking.istio.io/v1
                    kind: VirtualService
                    metadata: {name: old, namespace: shop}
                    spec:
                      hosts: [old.example.com, shop.example.com]
                      gateways: [shop]
                      http:
                      - {match: [{uri: {prefix: /a}}], redirect: {uri: /b, authority: shop.example.com}}
                      - {match: [{uri: {prefix: /shop/}}], rewrite: {uri: /, authority: shop}, route: [{destination: {host: shop}, weight: 90}, {destination: {host: none}, weight: 10}]}
                    ---
                    apiVersion: networking.istio.io/v1
                    kind: VirtualService
                    metadata: {name: lost, namespace: shop}
                    spec: {hosts: [lost.example.org], gateways: [shop], http: [{route: [{destination: {host: shop}}]}]}
                    ---
                    apiVersion: networking.istio.io/v1
                    kind: VirtualService
                    metadata: {name: hidden, namespace: shop}
                    spec: {hosts: ["*"], gateways: [shop], exportTo: ["."], http: [{route: [{destination: {host: shop}}]}]}
                    """;

    @ParameterizedTest
    @CsvSource({"gateway, gateway-1.istio-system", "sidecar, shop-v1.shop"})
    void a_proxy_looks_as_recorded(String called, String name) throws IOException {
        List<ProxyView> proxies = proxies(name);
        for (int width : new int[] {80, 140}) {
            Golden.check("proxy-" + called + "-" + width + ".txt", ProxyText.render(proxies, List.of(), new Screen(width, false, true)));
        }
        Golden.check("proxy-" + called + "-80-ascii.txt", ProxyText.render(proxies, List.of(), new Screen(80, false, false)));
        Golden.check("proxy-" + called + "-80-colour.txt", ProxyText.render(proxies, List.of(), new Screen(80, true, true)));
        Golden.check("proxy-" + called + ".json", ProxyJson.render(proxies));
    }

    @Test
    void a_host_narrows_it() throws IOException {
        ProxyFilter filter = new ProxyFilter(Optional.empty(), Optional.of("shop.example.com"));
        Golden.check("proxy-gateway-host-80.txt", ProxyText.render(proxies("gateway-1.istio-system").stream().map(filter::apply).toList(),
                List.of(), new Screen(80, false, true)));
    }

    private static List<ProxyView> proxies(String name) {
        return ProxyChoices.of(Proxies.of(Meshes.of(MANIFESTS).mesh()), o -> true, Optional.of(ProxyName.parse(name)), Optional.empty());
    }
}
