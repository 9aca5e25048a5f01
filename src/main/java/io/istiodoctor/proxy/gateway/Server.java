package io.istiodoctor.proxy.gateway;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A server of a Gateway. */
final class Server {
    private final RoutingObject gateway;
    private final int index;
    private final Node node;
    private final Protocol protocol;
    private final List<String> hosts;

    Server(RoutingObject gateway, int index, Node node) {
        this.gateway = gateway;
        this.index = index;
        this.node = node;
        this.protocol = Protocol.parse(node.get("port").text("protocol"));
        this.hosts = hosts(gateway, node);
    }

    RoutingObject gateway() {
        return gateway;
    }

    Node node() {
        return node;
    }

    Protocol protocol() {
        return protocol;
    }

    /** As istiod keeps them: {@code ns/host} where a namespace is named, else the host alone (sanitizeServerHostNamespace). */
    List<String> hosts() {
        return hosts;
    }

    private static List<String> hosts(RoutingObject gateway, Node node) {
        List<String> hosts = new ArrayList<>();
        for (Node written : node.get("hosts").elements()) {
            String host = written.text().orElse("");
            int slash = host.indexOf('/');
            String namespace = slash < 0 ? "" : host.substring(0, slash);
            String name = host.substring(slash + 1);
            if (namespace.equals("*") && name.equals("*")) {
                return List.of("*");
            }
            hosts.add(slash < 0 || namespace.equals("*") ? name
                    : (namespace.equals(".") ? gateway.resource().ref().namespace() : namespace) + "/" + name);
        }
        return List.copyOf(hosts);
    }

    /** "namespace/name" of the Gateway in Istio's form. */
    String gatewayName() {
        return gateway.resource().ref().qualifiedName();
    }

    FieldRef origin() {
        return gateway.origin("spec.servers[" + index + "]");
    }

    long port() {
        return node.get("port").get("number").number().orElse(0L);
    }

    String portName() {
        return node.get("port").text("name");
    }

    String bind() {
        return node.text("bind");
    }

    Node tls() {
        return node.get("tls");
    }

    /** The TLS mode in upper case: PASSTHROUGH unless given; empty without {@code tls}. */
    String mode() {
        String written = tls().text("mode").toUpperCase(Locale.ROOT);
        return !tls().isPresent() ? "" : written.isEmpty() ? "PASSTHROUGH" : written;
    }

    boolean passthrough() {
        return tls().isPresent() && (mode().equals("PASSTHROUGH") || mode().equals("AUTO_PASSTHROUGH"));
    }

    /** Whether istiod counts it to TLS (IsTLSServer): an HTTP server with a redirect has {@code tls}, but none. */
    boolean tlsServer() {
        return tls().isPresent() && !protocol.http();
    }

    /** Whether requests can be told apart (IsHTTPServer): plain HTTP, or HTTPS that ends here. */
    boolean httpServer() {
        return protocol.http() || protocol == Protocol.HTTPS && !passthrough();
    }

    boolean httpsRedirect() {
        return tls().get("httpsRedirect").isTrue();
    }

    /** The name of its route table; empty where it has none (gatewayRDSRouteName). */
    String routeName(long bound) {
        String bind = bind().isEmpty() ? "" : "." + bind();
        if (protocol.http()) {
            return "http." + bound + bind;
        }
        return protocol == Protocol.HTTPS && !passthrough()
                ? "https." + port() + "." + portName() + "." + gateway.resource().ref().name() + "."
                        + gateway.resource().ref().namespace() + bind
                : "";
    }

    /** The names by which connections are told apart before TLS: its hosts without namespaces, each once, sorted. */
    List<String> sniHosts() {
        return hosts.stream().map(h -> h.substring(h.indexOf('/') + 1)).distinct().sorted().toList();
    }
}
