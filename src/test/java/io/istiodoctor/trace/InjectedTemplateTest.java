package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests that were never applied have templates and no pods: the proxies that injection will bring decide as if they were there. */
class InjectedTemplateTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {%s}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: cron-1, namespace: legacy, labels: {app: cron}}
            spec: {containers: [{name: cron, image: "cron:1"}]}
            ---
            apiVersion: security.istio.io/v1
            kind: %s
            """;
    private static final TraceRequest.Options FROM_CRON = new TraceRequest.Options(List.of(), Optional.empty(), Optional.empty(),
            Optional.of("legacy/cron-1"), Optional.empty());
    private static final String DENY = "AuthorizationPolicy\nmetadata: {name: deny, namespace: shop}\nspec: {}\n";
    private static final String STRICT = "PeerAuthentication\nmetadata: {name: strict, namespace: shop}\nspec: {mtls: {mode: STRICT}}\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            istio-injection: enabled  | -                                 | deny   | 403 (RBAC: access denied)
            istio-injection: enabled  | , sidecar.istio.io/inject: "false" | deny   | the application's answer
            istio-injection: disabled | -                                 | deny   | the application's answer
            team: shop                | , sidecar.istio.io/inject: "true"  | deny   | 403 (RBAC: access denied)
            istio-injection: enabled  | -                                 | strict | connection reset
            istio-injection: disabled | -                                 | strict | the application's answer
            """)
    void policies_are_asked_where_a_proxy_will_be(String namespace, String template, String policy, String seen) {
        Meshes mesh = Meshes
                .of(MESH.formatted(namespace, policy.equals("deny") ? DENY : STRICT) + Parts.web(8080, template == null ? "" : template));
        assertEquals(seen, mesh.trace("http://web.shop/", FROM_CRON).expect());
    }
}
