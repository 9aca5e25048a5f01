package io.istiodoctor.proxy.dump;

import io.istiodoctor.model.Node;
import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.RepeatedKeys;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of an Envoy's {@code /config_dump?include_eds}, which is also what {@code istioctl proxy-config all POD -o json} prints.
 *
 * @param node the proxy's own name, as istiod gave it ({@code router~10.244.1.2~POD.NAMESPACE~...}); empty where the dump does not tell it
 * @param listeners those that are in use, by name
 * @param routes route tables, by name
 * @param clusters those that are in use, by name
 * @param endpoints load assignments, by the cluster's name
 * @param refused pushes that the proxy did not take
 */
record ConfigDump(String node, Map<String, Node> listeners, Map<String, Node> routes, Map<String, Node> clusters,
        Map<String, Node> endpoints,
        List<RefusedPush> refused) {
    ConfigDump {
        refused = List.copyOf(refused);
    }

    /**
     * Reads a dump.
     *
     * @param name the file's name, for errors
     * @throws UserError (bad input) when it is no dump of an Envoy's configuration
     */
    static ConfigDump read(String name, String text) {
        Node root = root(name, text);
        List<Node> parts = root.get("configs").elements();
        if (parts.stream().noneMatch(p -> p.text("@type").startsWith("type.googleapis.com/envoy.admin."))) {
            throw new UserError(UserError.BAD_INPUT,
                    name + " is no dump of an Envoy's configuration; write one with istioctl proxy-config all POD.NAMESPACE -o json");
        }
        ConfigDump dump = new ConfigDump(
                parts.stream().map(p -> EnvoyJson.text(p, "bootstrap", "node", "id")).filter(i -> !i.isEmpty()).findFirst().orElse(""),
                new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), refused(parts));
        parts.forEach(dump::add);
        return dump;
    }

    private static Node root(String name, String text) {
        try {
            List<Document> documents = YamlReader.read(name, text, RepeatedKeys.REFUSED);
            return documents.isEmpty() ? Node.of(Map.of()) : documents.getFirst().root();
        } catch (SyntaxError e) {
            throw new UserError(UserError.BAD_INPUT, name + " cannot be read: " + e.getMessage());
        }
    }

    private void add(Node part) {
        for (String states : List.of("static_listeners", "dynamic_listeners")) {
            EnvoyJson.get(part, states).elements()
                    .forEach(l -> put(listeners, first(EnvoyJson.get(l, "active_state", "listener"), l.get("listener")), "name"));
        }
        for (String states : List.of("static_route_configs", "dynamic_route_configs")) {
            EnvoyJson.get(part, states).elements().forEach(r -> put(routes, EnvoyJson.get(r, "route_config"), "name"));
        }
        for (String states : List.of("static_clusters", "dynamic_active_clusters")) {
            EnvoyJson.get(part, states).elements().forEach(c -> put(clusters, c.get("cluster"), "name"));
        }
        for (String states : List.of("static_endpoint_configs", "dynamic_endpoint_configs")) {
            EnvoyJson.get(part, states).elements().forEach(e -> put(endpoints, EnvoyJson.get(e, "endpoint_config"), "cluster_name"));
        }
    }

    private static Node first(Node node, Node otherwise) {
        return node.isPresent() ? node : otherwise;
    }

    private static void put(Map<String, Node> all, Node resource, String key) {
        String name = EnvoyJson.text(resource, key);
        if (!name.isEmpty()) {
            all.put(name, resource);
        }
    }

    // An Envoy keeps the last configuration that it took, and says beside it what it refused.
    private static List<RefusedPush> refused(List<Node> parts) {
        List<RefusedPush> refused = new ArrayList<>();
        for (Node part : parts) {
            for (String states : List.of("dynamic_listeners", "dynamic_route_configs", "dynamic_active_clusters",
                    "dynamic_warming_clusters", "dynamic_endpoint_configs")) {
                EnvoyJson.get(part, states).elements().forEach(s -> of(s).ifPresent(refused::add));
            }
        }
        return refused;
    }

    private static Optional<RefusedPush> of(Node state) {
        Node error = EnvoyJson.get(state, "error_state");
        return error.isPresent() ? Optional.of(new RefusedPush(name(state, error), EnvoyJson.text(error, "details"))) : Optional.empty();
    }

    private static String name(Node state, Node error) {
        for (Node holder : List.of(state, EnvoyJson.get(error, "failed_configuration"), EnvoyJson.get(state, "route_config"),
                state.get("cluster"),
                EnvoyJson.get(state, "endpoint_config"))) {
            String name = EnvoyJson.text(holder, "name") + EnvoyJson.text(holder, "cluster_name");
            if (!name.isEmpty()) {
                return name;
            }
        }
        return "";
    }
}
