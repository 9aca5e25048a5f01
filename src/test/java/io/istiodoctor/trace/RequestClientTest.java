package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.UserError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestClientTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Service
            metadata: {name: ingress, namespace: istio-system}
            spec: {type: LoadBalancer, clusterIP: 10.96.0.1, selector: {istio: ingressgateway}, ports: [{name: http2, port: 80, targetPort: 8080}]}
            status: {loadBalancer: {ingress: [{ip: 203.0.113.40}]}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: ingress-1, namespace: istio-system, labels: {istio: ingressgateway}}
            spec: {serviceAccountName: ingress, containers: [{name: istio-proxy, image: auto, args: [proxy, router], ports: [{containerPort: 8080}]}]}
            status: {podIP: 10.244.0.9, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop}
            spec: {clusterIP: 10.96.0.2, selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: cart-1, namespace: shop, labels: {app: cart}}
            spec: {serviceAccountName: cart, containers: [{name: app, image: a, ports: [{containerPort: 8080}]}, {name: istio-proxy, image: auto}]}
            status: {podIP: 10.244.0.10, conditions: [{type: Ready, status: "True"}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: web, namespace: shop}
            spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: cart, namespace: shop}
            spec: {hosts: ["*"], gateways: [web], http: [{route: [{destination: {host: cart}}]}]}
            ---
            """;
    private static final String TOKENS = """
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: tokens, namespace: shop}
            spec: {jwtRules: [{issuer: login, jwksUri: 'KEYS'}]}
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: need, namespace: shop}
            spec: {rules: [{from: [{source: {requestPrincipals: ["login/jane"]}}]}]}
            """;
    private static final String OFFICE = """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: office, namespace: istio-system}
            spec: {selector: {matchLabels: {istio: ingressgateway}}, rules: [{from: [{source: {ipBlocks: [198.51.100.0/24]}}]}]}
            """;

    private static Trace trace(String manifests, RequestClient client) {
        return Meshes.of(MESH + manifests).trace(TraceRequest.parse("http://203.0.113.40/", TraceRequest.Options.NONE, client));
    }

    private static RequestClient token(String principal) {
        return RequestClient.of(Optional.empty(), Optional.of(principal), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"login/jane, REACHABLE, 200", "login/joe, BROKEN, 403", "other/jane, BROKEN, 401"})
    void a_token_decides(String principal, Verdict verdict, String status) {
        Trace trace = trace(TOKENS.replace("KEYS", "https://login.example.com/keys"), token(principal));
        assertEquals(verdict, trace.verdict());
        assertTrue(verdict == Verdict.REACHABLE || trace.expect().contains(status), trace.expect());
    }

    @Test
    void claims_are_a_token_too() {
        RequestClient jane = RequestClient.of(Optional.of(RequestClient.claims("{\"iss\": \"login\", \"sub\": \"jane\"}")),
                Optional.empty(), Optional.empty());
        assertEquals(Verdict.REACHABLE, trace(TOKENS.replace("KEYS", "https://login.example.com/keys"), jane).verdict());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            @request.auth.claims.group  | {"iss": "login", "sub": "jane", "group": "beta"}           | REACHABLE
            @request.auth.claims[group] | {"iss": "login", "sub": "jane", "group": ["alpha", "beta"]} | REACHABLE
            @request.auth.claims.group  | {"iss": "login", "sub": "jane", "group": "alpha"}          | BROKEN
            @request.auth.claims.group  | {"iss": "login", "sub": "jane"}                            | BROKEN
            @request.auth.claims.team.a | {"iss": "login", "sub": "jane", "team": {"a": "beta"}}     | REACHABLE
            @request.auth.claims.group  | {"iss": "other", "sub": "jane", "group": "beta"}           | BROKEN
            """)
    void a_gateway_sends_by_what_a_token_says(String field, String claims, Verdict verdict) {
        String manifests = MESH.replace("http: [{route:", "http: [{match: [{headers: {'" + field + "': {exact: beta}}}], route:")
                + """
                        apiVersion: security.istio.io/v1
                        kind: RequestAuthentication
                        metadata: {name: tokens, namespace: istio-system}
                        spec: {selector: {matchLabels: {istio: ingressgateway}}, jwtRules: [{issuer: login, jwksUri: 'https://login.example.com/keys'}]}
                        """;
        RequestClient client = RequestClient.of(Optional.of(RequestClient.claims(claims)), Optional.empty(), Optional.empty());
        Trace trace = Meshes.of(manifests).trace(TraceRequest.parse("http://203.0.113.40/shop?page=2",
                new TraceRequest.Options(List.of("Host: shop.example"), Optional.of("POST"), Optional.empty(), Optional.empty(),
                        Optional.empty()),
                client));
        assertEquals(verdict, trace.verdict(), trace::toString);
    }

    @Test
    void no_token_is_good_without_keys() {
        Trace trace = trace(TOKENS.replace("KEYS", "http://keys.auth.svc.cluster.local/keys"), token("login/jane"));
        assertTrue(trace.verdict() == Verdict.BROKEN && trace.expect().contains("401"), trace.expect());
    }

    @ParameterizedTest
    @CsvSource({"198.51.100.7, REACHABLE", "192.0.2.1, BROKEN"})
    void an_address_decides_at_the_gateway(String address, Verdict verdict) {
        assertEquals(verdict, trace(OFFICE, RequestClient.of(Optional.empty(), Optional.empty(), Optional.of(address))).verdict());
    }

    @Test
    void what_is_not_said_stays_open() {
        assertEquals(Verdict.UNKNOWN, trace(OFFICE, RequestClient.UNSAID).verdict());
    }

    @ParameterizedTest
    @CsvSource({"jane, ", "/jane, ", "login/, ", "login/jane, example.com"})
    void nonsense_is_told(String principal, String address) {
        assertThrows(UserError.class, () -> RequestClient.of(Optional.empty(), Optional.of(principal), Optional.ofNullable(address)));
    }

    @ParameterizedTest
    @CsvSource({"jane", "{}", "'[1]'"})
    void claims_that_are_no_object_are_told(String claims) {
        assertThrows(UserError.class, () -> RequestClient.claims(claims));
    }

    @Test
    void a_request_brings_one_token() {
        var claims = Optional.of(RequestClient.claims("{\"iss\": \"login\"}"));
        assertThrows(UserError.class, () -> RequestClient.of(claims, Optional.of("login/jane"), Optional.empty()));
    }
}
