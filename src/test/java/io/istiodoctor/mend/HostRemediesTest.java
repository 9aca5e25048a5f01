package io.istiodoctor.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mending.Verdict;
import io.istiodoctor.trace.SmallMesh;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** VirtualServices that were meant for a host, and name it otherwise. */
class HostRemediesTest {
    private static final String URL = "https://secure.example.com/";

    private static String passed(String hosts, String names) {
        return SmallMesh.SHOP.manifests()
                + """
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: Gateway
                        metadata: {name: passed, namespace: shop}
                        spec:
                          selector: {istio: ingressgateway}
                          servers: [{port: {number: 443, name: tls, protocol: TLS}, tls: {mode: PASSTHROUGH}, hosts: [secure.example.com, api.example.com]}]
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: passed, namespace: shop}
                        spec:
                          hosts: [%s]
                          gateways: [passed]
                          tls: [{match: [{sniHosts: [%s]}], route: [{destination: {host: secure, port: {number: 443}}}]}]
                        ---
                        apiVersion: v1
                        kind: Service
                        metadata: {name: secure, namespace: shop}
                        spec: {clusterIP: 10.0.0.3, selector: {app: secure}, ports: [{name: tls, port: 443, targetPort: 8443}]}
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: secure, namespace: shop}
                        spec:
                          selector: {matchLabels: {app: secure}}
                          template:
                            metadata: {labels: {app: secure}}
                            spec: {containers: [{name: secure, image: "secure:1", ports: [{name: https, containerPort: 8443}]}]}
                        """
                        .formatted(hosts, names);
    }

    private static void mended(String title, String manifests, String url) {
        Mending mending = Mendings.of(manifests, url);
        assertEquals(Verdict.MENDED, mending.verdict(), mending.left());
        assertEquals(List.of(title), mending.changes().stream().map(Remedy::title).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "secure.example.com | secur.example.com | Let tls[0] of VirtualService shop/passed take TLS to secure.example.com instead of"
                    + " secur.example.com, which is none of its hosts",
            "\"*.example.com\" | sceure.example.com | Let tls[0] of VirtualService shop/passed take TLS to secure.example.com as well as"
                    + " sceure.example.com",
            "secure.example.com | other.example.org | Let tls[0] of VirtualService shop/passed take TLS to secure.example.com instead of"
                    + " other.example.org, which is none of its hosts",
            "'secure.example.com, api.example.com' | api.example.com | Let tls[0] of VirtualService shop/passed take TLS to"
                    + " secure.example.com as well as api.example.com",
            "secur.example.com | secur.example.com | Let VirtualService shop/passed be for secure.example.com instead of"
                    + " secur.example.com, which no server of its Gateways takes",
            "secur.example.com | secure.example.com | Let VirtualService shop/passed be for secure.example.com instead of"
                    + " secur.example.com, which no server of its Gateways takes",
            "api.example.com | 'api.example.com, secure.example.com' | Let VirtualService shop/passed have the host secure.example.com,"
                    + " which a tls rule of it names"})
    void a_tls_rule_takes_the_host(String hosts, String names, String title) {
        mended(title, passed(hosts, names), URL);
    }

    @Test
    void a_host_that_a_server_takes_is_no_other_misspelt() {
        Mending mending = Mendings.of(passed("secure.example.com", "secure.example.com"), "https://secured.example.com/");
        assertTrue(mending.changes().stream().noneMatch(r -> r.title().contains("instead of")), mending.changes().toString());
    }

    @Test
    void a_misspelt_host_of_a_VirtualService_is_corrected() {
        mended("Let VirtualService shop/shop be for shop.example.com instead of shp.example.com, which no server of its Gateways takes",
                SmallMesh.SHOP.manifests().replace("hosts: [\"shop.example.com\"]\n  gateways", "hosts: [\"shp.example.com\"]\n  gateways"),
                "http://shop.example.com/shop");
    }
}
