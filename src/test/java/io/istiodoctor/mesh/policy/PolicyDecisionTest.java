package io.istiodoctor.mesh.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.policy.PolicyDecision.Allowed;
import io.istiodoctor.mesh.policy.PolicyDecision.Denied;
import io.istiodoctor.mesh.policy.PolicyDecision.TokenRefused;
import io.istiodoctor.mesh.policy.PolicyDecision.Undecided;
import io.istiodoctor.proxy.Proxies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies decide of one request: GET http://web.shop/api/v1 from shop/client to port 8080. */
class PolicyDecisionTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop, labels: {app: web}}
            spec: {containers: [{name: app, image: a}, {name: istio-proxy, image: p}]}
            """;

    record Get(String authority, String path, Map<String, String> headers) implements Request {
        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public Map<String, String> query() {
            return Map.of();
        }

        @Override
        public String sni() {
            return "";
        }
    }

    private static PolicyFacts facts(boolean http, Peer peer) {
        return new PolicyFacts(peer, new Address.Known("10.1.0.3"), new Address.Unknown("the load balancer"), new Address.Known("10.1.0.7"),
                8080, "",
                http ? Optional.of(new Get("web.shop", "/api/v1", Map.of("x-user", "jane"))) : Optional.empty(), Token.AS_SENT);
    }

    private static String decide(String policies, PolicyFacts facts) {
        Proxies proxies = new Proxies(Meshes.complete(POD + policies).written(), List.of());
        return switch (proxies.policies(proxies.endpoints().pods().named("shop", "web").orElseThrow()).decide(facts)) {
            case Allowed allowed -> "allowed";
            case Denied denied -> "denied";
            case TokenRefused refused -> "refused";
            case Undecided undecided -> "undecided";
        };
    }

    private static String policy(String action, String rule) {
        return """
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: one, namespace: shop}
                spec: {action: %s, rules: [%s]}
                """.formatted(action, rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "principals: [cluster.local/ns/shop/sa/client]   | allowed   | denied | allowed",
            "principals: [cluster.local/ns/shop/sa/other]    | denied    | denied | denied",
            "principals: ['*/sa/client']                     | allowed   | denied | allowed",
            "principals: ['*']                               | allowed   | denied | allowed",
            "notPrincipals: ['*']                            | denied    | allowed | denied",
            "namespaces: [shop]                              | allowed   | denied | allowed",
            "namespaces: ['sh*']                             | allowed   | denied | allowed",
            "namespaces: [sho]                               | denied    | denied | denied",
            "notNamespaces: [shop]                           | denied    | allowed | denied",
            "serviceAccounts: [client]                       | allowed   | denied | allowed",
            "serviceAccounts: [other/client]                 | denied    | denied | denied",
            "trustDomains: [cluster.local]                   | allowed   | denied | allowed",
            "ipBlocks: [10.1.0.0/16]                         | allowed   | allowed | allowed",
            "ipBlocks: [10.2.0.0/16]                         | denied    | denied | denied",
            "notIpBlocks: [10.1.0.3]                         | denied    | denied | denied",
            "remoteIpBlocks: [192.0.2.0/24]                  | undecided | undecided | undecided",
            "requestPrincipals: ['*']                        | denied    | denied | denied",
            "notRequestPrincipals: ['*']                     | allowed   | allowed | denied",
            "fromTheFuture: [x]                              | undecided | undecided | undecided",
    })
    void sources(String source, String certified, String anonymous, String connection) {
        String policy = policy("ALLOW", "{from: [{source: {" + source + "}}]}");
        Peer peer = Peer.of("cluster.local", "shop", "client");
        assertEquals(certified, decide(policy, facts(true, peer)), "with a certificate");
        assertEquals(anonymous, decide(policy, facts(true, Peer.ANONYMOUS)), "without a certificate");
        assertEquals(connection, decide(policy, facts(false, peer)), "a connection");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{to: [{operation: {paths: [/api/v1]}}]}                            | allowed | denied | denied  | denied",
            "{to: [{operation: {paths: ['/api*']}}]}                            | allowed | denied | denied  | denied",
            "{to: [{operation: {paths: ['/{*}/v1']}}]}                          | allowed | denied | denied  | denied",
            "{to: [{operation: {paths: ['/{*}']}}]}                             | denied  | allowed | denied | denied",
            "{to: [{operation: {paths: ['/{**}']}}]}                            | allowed | denied | denied  | denied",
            "{to: [{operation: {notPaths: [/api/v1]}}]}                         | denied  | allowed | denied | denied",
            "{to: [{operation: {hosts: [WEB.shop]}}]}                           | allowed | denied | denied  | denied",
            "{to: [{operation: {methods: [POST]}}]}                             | denied  | allowed | denied | denied",
            "{to: [{operation: {ports: ['8080']}}]}                             | allowed | denied | allowed | denied",
            "{to: [{operation: {ports: ['80']}}]}                               | denied  | allowed | denied | allowed",
            "{to: [{operation: {ports: ['80'], paths: [/api/v1]}}]}             | denied  | allowed | denied | allowed",
            "{when: [{key: 'request.headers[x-user]', values: [jane]}]}         | allowed | denied | denied  | denied",
            "{when: [{key: 'request.headers[x-user]', notValues: ['ja*']}]}     | denied  | allowed | denied | denied",
            "{when: [{key: 'request.headers[x-none]', notValues: ['ja*']}]}     | allowed | denied | denied  | denied",
            "{when: [{key: destination.port, values: ['8080']}]}                | allowed | denied | allowed | denied",
            "{when: [{key: connection.sni, values: ['*.com']}]}                 | denied  | allowed | denied | allowed",
            "{when: [{key: from.the.future, values: [x]}]}                      | denied  | allowed | denied | allowed",
            "{}                                                                 | allowed | denied | allowed | denied",
    })
    void operations_and_conditions(String rule, String allow, String deny, String allowConnection, String denyConnection) {
        assertEquals(allow, decide(policy("ALLOW", rule), facts(true, Peer.ANONYMOUS)), "ALLOW");
        assertEquals(deny, decide(policy("DENY", rule), facts(true, Peer.ANONYMOUS)), "DENY");
        assertEquals(allowConnection, decide(policy("ALLOW", rule), facts(false, Peer.ANONYMOUS)), "ALLOW, of a connection");
        assertEquals(denyConnection, decide(policy("DENY", rule), facts(false, Peer.ANONYMOUS)), "DENY, of a connection");
        assertEquals("allowed", decide(policy("AUDIT", rule), facts(true, Peer.ANONYMOUS)), "AUDIT");
        assertEquals(deny, decide(policy("CUSTOM, provider: {name: nobody}", rule), facts(true, Peer.ANONYMOUS)),
                "CUSTOM without its provider");
    }
}
