package io.istiodoctor.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mend.Mending.Verdict;
import io.istiodoctor.trace.Parts;
import io.istiodoctor.trace.SmallMesh;
import io.istiodoctor.trace.TraceRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** TLS to applications that end it themselves. */
class PassingRemediesTest {
    private static final String URL = "https://shop.example.com/shop";
    private static final String WITH_PROXY = "{containers: [{name: istio-proxy, image: \"istio/proxyv2:1.24.0\"}, {name: shop,";
    private static final String SPEAKS_TLS = SmallMesh.SHOP.manifests()
            .replace("{containers: [{name: shop,", WITH_PROXY).replace("{name: web, containerPort", "{name: https, containerPort")
            .replace("{name: http, port: 8000", "{name: https, port: 8000");
    private static final String DEFINITION = """
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: tlsroutes.gateway.networking.k8s.io}
            spec:
              group: gateway.networking.k8s.io
              names: {kind: TLSRoute, plural: tlsroutes}
              scope: Namespaced
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
            """;
    private static final String ROUTE = """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: GatewayClass
            metadata: {name: istio}
            spec: {controllerName: istio.io/gateway-controller}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: www, namespace: shop}
            spec:
              parentRefs: [{name: front}]
              hostnames: [www.example.com]
              rules: [{backendRefs: [{name: shop, port: 8000}]}]
            """;

    private static String front(String hostname) {
        return ROUTE
                + Parts.front("name: tls, port: 443, protocol: TLS, tls: {mode: Passthrough}, hostname: " + hostname, 443, "203.0.113.8");
    }

    private static List<String> titles(String manifests, String url, String address) {
        TraceRequest request = TraceRequest.parse(url,
                new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(address)));
        Mending mending = Mendings.mender(Mendings.read(manifests), new Mender.Wish(Optional.empty(), false)).mend(List.of(request))
                .getFirst();
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        return mending.changes().stream().map(Remedy::title).toList();
    }

    @Test
    void a_server_passes_it_on() {
        assertEquals(List.of("Let Gateway shop/shop pass TLS to shop.example.com on port 443 on to the application, which ends it itself",
                "Give VirtualService shop/shop a rule under tls, which is what a server for TLS looks at"),
                titles(SPEAKS_TLS, URL, "203.0.113.7:443"));
    }

    @Test
    void a_listener_that_passes_it_on_gets_a_TLSRoute() {
        assertEquals(
                List.of("Lead TLS to www.example.com to where HTTPRoute shop/www leads (TLSRoute shop/www-tls): its listener passes TLS on,"
                        + " and the application ends it itself"),
                titles(SPEAKS_TLS + DEFINITION + front("www.example.com"), "https://www.example.com/",
                        "203.0.113.8:443"));
    }

    @Test
    void no_TLSRoute_is_made_where_none_may_be_served() {
        String manifests = SPEAKS_TLS + front("www.example.com");
        Mending mending = Mendings.mender(Mendings.read(manifests), new Mender.Wish(Optional.empty(), false)).mend(List.of(TraceRequest
                .parse("https://www.example.com/", new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.of("203.0.113.8:443")))))
                .getFirst();
        assertEquals(Verdict.NOT_MENDED, mending.verdict(), mending.changes().toString());
    }

    @Test
    void a_listener_for_the_host_comes_first_where_there_is_none() {
        assertEquals(
                List.of("Give Gateway shop/front a listener that passes TLS to www.example.com on port 443 on to the application, which ends"
                        + " it itself",
                        "Lead TLS to www.example.com to where HTTPRoute shop/www leads (TLSRoute shop/www-tls): its listener passes TLS on,"
                                + " and the application ends it itself"),
                titles(SPEAKS_TLS + DEFINITION + front("api.example.com"), "https://www.example.com/",
                        "203.0.113.8:443"));
    }
}
