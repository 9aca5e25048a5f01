package io.istiodoctor.trace;

import io.istiodoctor.mesh.HostPattern;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which DestinationRule holds for a host and a client (E3.8). */
final class DestinationRules {
    /**
     * The rules that hold together: those of one namespace for one host, oldest first.
     *
     * @param level why these: "the client's namespace", "the Service's namespace" or "the root namespace"
     */
    record Choice(List<Resource> rules, String level) {
        static final Choice NONE = new Choice(List.of(), "");

        /** The subset of this name; the first that has it wins. */
        Optional<Subset> subset(String name) {
            for (Resource rule : rules) {
                List<Node> subsets = rule.spec().get("subsets").elements();
                for (int i = 0; i < subsets.size(); i++) {
                    if (subsets.get(i).text("name").equals(name)) {
                        return Optional.of(new Subset(rule, "spec.subsets[" + i + "]", subsets.get(i)));
                    }
                }
            }
            return Optional.empty();
        }

        List<String> subsetNames() {
            return rules.stream().flatMap(r -> r.spec().get("subsets").elements().stream()).map(s -> s.text("name")).distinct().toList();
        }

        /** The client's TLS mode for a port of the host, in upper case; empty when none is set. */
        String tlsMode(long port, String subset) {
            Node general = rules.stream().map(r -> r.spec().get("trafficPolicy")).filter(Node::isPresent).findFirst().orElse(Absent.ABSENT);
            Node own = subset(subset).map(s -> s.node().get("trafficPolicy")).orElse(Absent.ABSENT);
            for (Node policy : List.of(own, general)) {
                Node forPort = policy.get("portLevelSettings").elements().stream()
                        .filter(p -> p.get("port").get("number").number().filter(n -> n == port).isPresent())
                        .map(p -> p.get("tls")).findFirst().orElse(Absent.ABSENT);
                Node tls = forPort.isPresent() ? forPort : policy.get("tls");
                if (tls.isPresent()) {
                    return tls.text("mode").isEmpty() ? "DISABLE" : tls.text("mode").toUpperCase(Locale.ROOT);
                }
            }
            return "";
        }
    }

    /** A subset and where it stands. */
    record Subset(Resource owner, String path, Node node) {}

    private final Mesh mesh;
    private final Map<String, List<Resource>> byNamespace = new HashMap<>();

    DestinationRules(Mesh mesh) {
        this.mesh = mesh;
        mesh.directory().all(Kind.DESTINATION_RULE).stream().sorted(Front.AGE)
                .forEach(r -> byNamespace.computeIfAbsent(r.ref().namespace(), n -> new ArrayList<>()).add(r));
    }

    /**
     * The rules for a host.
     *
     * @param client the namespace of the proxy that calls
     * @param server the namespace of the Service that is called; empty when it has none
     */
    Choice choose(String host, String client, String server) {
        String root = mesh.config().rootNamespace();
        Choice own = client.equals(root) && !server.equals(root) ? Choice.NONE : level(host, client, client, "the client's namespace");
        if (own.rules().isEmpty()) {
            own = level(host, server, client, "the Service's namespace");
        }
        return own.rules().isEmpty() ? level(host, root, client, "the root namespace") : own;
    }

    private Choice level(String host, String namespace, String client, String words) {
        List<Resource> covering = byNamespace.getOrDefault(namespace, List.of()).stream()
                .filter(r -> HostPattern.covers(hostOf(r), host) || hostOf(r).equals("*"))
                .filter(r -> namespace.equals(client) || mesh.directory().visible(Kind.DESTINATION_RULE, r, client)).toList();
        Optional<String> best = covering.stream().map(this::hostOf).max(VirtualHost.BY_SPECIFICITY);
        return best.map(b -> new Choice(covering.stream().filter(r -> hostOf(r).equals(b)).toList(), words)).orElse(Choice.NONE);
    }

    private String hostOf(Resource rule) {
        return mesh.directory().hostOf(rule.spec().text("host"), rule.ref().namespace());
    }
}
