package io.istiodoctor.mesh.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Meshes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Which servers istiod leaves out, or puts on a port where TLS came first, against the order of its merge written down plainly. */
class PortConflictTest {
    /** A server of a Gateway of its own; the index in the list is its age. */
    record Server(int port, String protocol, List<String> hosts) {
        boolean tls() {
            return protocol.equals("TLS");
        }

        String manifest(int age) {
            return """
                    ---
                    apiVersion: networking.istio.io/v1
                    kind: Gateway
                    metadata: {name: g%d, namespace: shop, creationTimestamp: "2026-01-%02dT00:00:00Z"}
                    spec:
                      selector: {istio: edge}
                      servers: [{port: {number: %d, name: p, protocol: %s}, %s hosts: [%s]}]
                    """.formatted(age, age + 1, port, protocol, tls() ? "tls: {mode: PASSTHROUGH}," : "", String.join(", ", hosts));
        }
    }

    private static final String PODS = """
            apiVersion: v1
            kind: Service
            metadata: {name: edge, namespace: edge}
            spec: {selector: {istio: edge}, ports: [{name: http, port: 80, targetPort: 8080}, {name: tls, port: 443, targetPort: 8443}, {name: raw, port: 8080}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: edge-1, namespace: edge, labels: {istio: edge}}
            spec: {containers: [{name: istio-proxy, image: proxyv2}]}
            """;

    @Provide
    Arbitrary<List<Server>> servers() {
        return Combinators.combine(Arbitraries.of(80, 443, 8080), Arbitraries.of("HTTP", "TLS", "TCP"),
                Arbitraries.of("a.com", "b.com", "'*'").list().ofMinSize(1).ofMaxSize(2).uniqueElements()).as(Server::new).list()
                .ofMaxSize(6);
    }

    @Property(tries = 500)
    void a_server_is_told_when_an_older_one_has_its_place(@ForAll("servers") List<Server> servers) {
        StringBuilder manifests = new StringBuilder(PODS);
        for (int i = 0; i < servers.size(); i++) {
            manifests.append(servers.get(i).manifest(i));
        }
        Set<String> found = new TreeSet<>();
        Meshes.complete(manifests.toString()).portConflicts().forEach(c -> found.add(c.server().name() + " for " + c.winner().name()));
        assertEquals(expected(servers), found);
    }

    private static Set<String> expected(List<Server> servers) {
        Set<String> told = new TreeSet<>();
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            Server server = servers.get(i);
            List<Integer> onPort = kept.stream().filter(k -> bound(servers.get(k)) == bound(server)).toList();
            Optional<Integer> plain = onPort.stream().filter(k -> !servers.get(k).tls()).findFirst();
            Optional<Integer> tls = onPort.stream().filter(k -> servers.get(k).tls()).findFirst();
            Optional<Integer> sameHost = !server.tls() ? Optional.empty()
                    : server.hosts.stream()
                            .flatMap(h -> onPort.stream().filter(k -> servers.get(k).tls() && servers.get(k).hosts.contains(h)))
                            .findFirst();
            Optional<Integer> other = plain.filter(p -> !server.protocol.equals("HTTP") || !servers.get(p).protocol.equals("HTTP"));
            Optional<Integer> rival = sameHost.or(() -> other);
            if (rival.isEmpty()) {
                kept.add(i);
            }
            String name = "g" + i + " for g";
            rival.or(() -> server.tls() ? Optional.empty() : tls).ifPresent(k -> told.add(name + k));
        }
        return told;
    }

    private static int bound(Server server) {
        return server.port == 443 ? 8443 : 8080;
    }
}
