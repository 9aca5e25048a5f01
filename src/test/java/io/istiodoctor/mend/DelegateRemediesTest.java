package io.istiodoctor.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mending.Verdict;
import io.istiodoctor.trace.SmallMesh;
import io.istiodoctor.trace.TraceRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that hand requests on to a VirtualService that is elsewhere, called otherwise, or not seen. */
class DelegateRemediesTest {
    private static final String URL = "http://shop.example.com/shop";
    private static final String ROUTE = "route:\n    - destination: {host: shop, port: {number: 8000}}\n";

    private static String carts(String namespace, String more) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: carts, namespace: %s}
                spec: {%shttp: [{route: [{destination: {host: shop.shop.svc.cluster.local, port: {number: 8000}}}]}]}
                """.formatted(namespace, more);
    }

    private static String root(String delegate) {
        return SmallMesh.SHOP.manifests().replace(ROUTE, "delegate: {" + delegate + "}\n");
    }

    private static List<String> titles(Mending mending) {
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        return mending.changes().stream().map(Remedy::title).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"name: cart | shop | shop/carts | shop/cart", "name: carts | other | other/carts | shop/carts",
            "name: carts, namespace: otter | other | other/carts | otter/carts",
            "name: cart, namespace: otter | other | other/carts | otter/cart"})
    void the_one_that_is_meant_is_named(String delegate, String namespace, String meant, String missing) {
        assertEquals(
                List.of("Hand requests on to VirtualService " + meant + " by http[0] of VirtualService shop/shop, since there is no"
                        + " VirtualService " + missing),
                titles(Mendings.of(root(delegate) + carts(namespace, ""), URL)));
    }

    @Test
    void the_namespace_that_is_nearly_written_comes_before_another() {
        List<String> titles = titles(
                Mendings.of(root("name: carts, namespace: ohter") + carts("elsewhere", "") + carts("other", ""), URL));
        assertTrue(titles.getFirst().contains("VirtualService other/carts"), titles.toString());
    }

    @Test
    void one_that_is_not_seen_is_exported_once_it_is_named() {
        assertEquals(List.of("Export VirtualService other/carts to shop"),
                titles(Mendings.of(root("name: carts, namespace: other") + carts("other", "exportTo: [\".\"], "), URL)));
        assertEquals(2, titles(Mendings.of(root("name: carts") + carts("other", "exportTo: [\".\"], "), URL)).size());
    }

    @Test
    void a_pod_s_request_is_handed_on_too() {
        String mesh = root("name: cart").replace("hosts: [\"shop.example.com\"]\n  gateways: [shop]", "hosts: [store]\n  gateways: [mesh]")
                .replace("{containers: [{name: shop,", "{containers: [{name: istio-proxy, image: \"istio/proxyv2:1.24.0\"}, {name: shop,")
                + carts("shop", "")
                + """
                        ---
                        apiVersion: v1
                        kind: Service
                        metadata: {name: store, namespace: shop}
                        spec: {clusterIP: 10.0.0.9, ports: [{name: http, port: 8000}]}
                        """;
        TraceRequest request = TraceRequest.parse("http://store:8000/shop",
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.of("shop/shop-v1"), Optional.empty()));
        Mending mending = Mendings.mender(Mendings.read(mesh), new Mender.Wish(Optional.empty(), false)).mend(List.of(request)).getFirst();
        assertTrue(titles(mending).getFirst().startsWith("Hand requests on to VirtualService shop/carts"), titles(mending).toString());
    }

    @Test
    void one_that_may_be_elsewhere_is_not_said_to_be_missing() {
        Mending mending = Mendings.ofPart(root("name: billing, namespace: elsewhere"), URL);
        assertEquals(Verdict.NOT_MENDED, mending.verdict());
        assertFalse(mending.known());
        assertTrue(mending.left().contains("VirtualService elsewhere/billing (http[0]), which was not read"), mending.left());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''", "'hosts: [carts.example.com], '"})
    void what_is_called_otherwise_or_has_hosts_of_its_own_is_not_meant(String more) {
        assertEquals(Verdict.NOT_MENDED,
                Mendings.of(root(more.isEmpty() ? "name: billing" : "name: cart") + carts("shop", more), URL).verdict());
    }
}
