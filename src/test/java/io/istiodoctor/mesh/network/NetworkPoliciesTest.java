package io.istiodoctor.mesh.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.mesh.workload.Workload;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is kept from, or perhaps kept from, port 8080, named web, of the pods shop/web: another of shop, one of the namespace front, a client outside. The labels of
 * shop were not read. */
class NetworkPoliciesTest {
    private static final String WORLD = """
            kind: Namespace
            apiVersion: v1
            metadata: {name: front, labels: {tier: edge}}
            ---
            %s
            ---
            %s
            ---
            %s
            """;

    private static String deployment(String namespace, String name) {
        return """
                kind: Deployment
                apiVersion: apps/v1
                metadata: {namespace: %s, name: %s}
                spec:
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata: {labels: {app: %s}}
                    spec: {containers: [{name: app, image: app, ports: [{name: web, containerPort: 8080}]}]}
                """.formatted(namespace, name, name, name);
    }

    private static String policy(String spec) {
        return "kind: NetworkPolicy\napiVersion: networking.k8s.io/v1\nmetadata: {namespace: shop, name: p}\nspec: " + spec;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {podSelector: {}}                                                                                             | cart front outside
            {podSelector: {matchLabels: {app: other}}}                                                                    |
            {podSelector: {}, policyTypes: [Egress], egress: [{}]}                                                        |
            {podSelector: {}, policyTypes: [Egress]}                                                                      | cart
            {podSelector: {}, egress: [{to: [{podSelector: {matchLabels: {app: web}}}]}]}                                 | cart front outside
            {podSelector: {}, ingress: [{}]}                                                                              |
            {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}                                                     | front outside
            {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}                                               | outside
            {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {tier: edge}}}]}]}                      | cart? outside
            {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}]} | front outside
            {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {tier: edge}}, podSelector: {matchLabels: {app: x}}}]}]} | cart front outside
            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}                                          |
            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}                                         | cart? front? outside?
            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]}                    | cart? front? outside?
            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 80}]}]}                    | cart front outside
            {podSelector: {}, ingress: [{from: [{podSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8}}]}]}                      | front? outside?
            {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}]}]}                         | cart? front outside
            {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}         | cart front? outside?
            {podSelector: {}, ingress: [{ports: [{port: 8080}]}]}                                                         |
            {podSelector: {}, ingress: [{ports: [{port: web, protocol: TCP}]}]}                                           |
            {podSelector: {}, ingress: [{ports: [{port: 8080, protocol: UDP}]}]}                                          | cart front outside
            {podSelector: {}, ingress: [{ports: [{port: 8000, endPort: 9000}]}]}                                          |
            {podSelector: {}, ingress: [{ports: [{port: 80}]}]}                                                           | cart front outside
            {podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}, policyTypes: [Ingress]}       |
            """)
    void a_policy_shuts_out_whom_it_does_not_allow(String spec, String kept) {
        Mesh mesh = Meshes.complete(WORLD.formatted(deployment("shop", "web"), deployment("shop", "cart"), deployment("front", "front"))
                + "---\n" + policy(spec));
        Workload web = workload(mesh, "web");
        StringBuilder shut = new StringBuilder();
        for (String client : new String[] {"cart", "front", "outside"}) {
            Optional<Workload> from = client.equals("outside") ? Optional.empty() : Optional.of(workload(mesh, client));
            String said = switch (mesh.networkPolicies().passage(Party.of(from), new Party.OfPod(web), 8080)) {
                case Passage.Open open -> "";
                case Passage.Shut s -> client;
                case Passage.Doubtful d -> client + "?";
            };
            shut.append(shut.isEmpty() || said.isEmpty() ? "" : " ").append(said);
        }
        assertEquals(kept == null ? "" : kept, shut.toString());
    }

    private static Workload workload(Mesh mesh, String name) {
        return mesh.directory().workloads().stream().filter(w -> w.name().equals(name)).findFirst().orElseThrow();
    }
}
