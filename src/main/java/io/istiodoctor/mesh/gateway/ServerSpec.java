package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What one server of a Gateway says, as istiod reads it, whether somebody wrote the Gateway or istiod made it of another object. */
public final class ServerSpec {
    private static final Set<String> ENDING_TLS = Set.of("SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL", "ISTIO_MUTUAL");
    private static final Set<String> PASSING_TLS_ON = Set.of("PASSTHROUGH", "AUTO_PASSTHROUGH");

    private final ObjectRef gateway;
    private final Node node;
    private final Protocol protocol;
    private final List<String> hosts;

    /** Reads an element of {@code servers} of a Gateway. */
    public ServerSpec(ObjectRef gateway, Node node) {
        this.gateway = gateway;
        this.node = node;
        this.protocol = Protocol.parse(protocolText());
        this.hosts = hosts(gateway.namespace(), node);
    }

    private static List<String> hosts(String ownNamespace, Node server) {
        List<String> hosts = new ArrayList<>();
        for (Node written : server.get("hosts").elements()) {
            String host = written.text().orElse("");
            String namespace = namespaceOf(host);
            String name = withoutNamespace(host);
            if (namespace.equals("*") && name.equals("*")) {
                return List.of("*");
            }
            hosts.add(
                    namespace.isEmpty() || namespace.equals("*") ? name : (namespace.equals(".") ? ownNamespace : namespace) + "/" + name);
        }
        return List.copyOf(hosts);
    }

    /** The host of a server without its namespace. */
    public static String withoutNamespace(String serverHost) {
        return serverHost.substring(serverHost.indexOf('/') + 1);
    }

    /** The namespace before the host of a server; empty without one. */
    static String namespaceOf(String serverHost) {
        return serverHost.substring(0, Math.max(0, serverHost.indexOf('/')));
    }

    /** Everything that the server says. */
    public Node node() {
        return node;
    }

    /** The number of its port. */
    public long port() {
        return node.get("port").get("number").number().orElse(0L);
    }

    /** The name of its port. */
    public String portName() {
        return node.get("port").text("name");
    }

    /** The protocol of its port as written. */
    public String protocolText() {
        return node.get("port").text("protocol");
    }

    /** What its port speaks. */
    public Protocol protocol() {
        return protocol;
    }

    /** The address to bind; empty for every one. */
    public String bind() {
        return node.text("bind");
    }

    /** Its {@code tls} section. */
    public Node tls() {
        return node.get("tls");
    }

    /** The TLS mode in upper case: PASSTHROUGH unless given; empty without {@code tls}. */
    public String mode() {
        String written = tls().text("mode").toUpperCase(Locale.ROOT);
        return !tls().isPresent() ? "" : written.isEmpty() ? "PASSTHROUGH" : written;
    }

    /** Whether TLS is passed on as it comes. */
    public boolean passthrough() {
        return PASSING_TLS_ON.contains(mode());
    }

    /** Whether its mode is one that ends TLS. */
    public boolean terminatesTls() {
        return ENDING_TLS.contains(mode());
    }

    /** Whether plain HTTP is answered with a redirect to HTTPS. */
    public boolean httpsRedirect() {
        return tls().get("httpsRedirect").isTrue();
    }

    /** Whether istiod counts it to TLS (IsTLSServer): an HTTP server with a redirect has {@code tls}, but none. */
    public boolean tlsServer() {
        return tls().isPresent() && !protocol.http();
    }

    /** Whether requests can be told apart (IsHTTPServer): plain HTTP, or HTTPS that ends here. */
    public boolean httpServer() {
        return protocol.http() || protocol == Protocol.HTTPS && !passthrough();
    }

    /**
     * The name of its route table; empty where it has none (gatewayRDSRouteName).
     *
     * @param bound the port that the pod binds
     */
    String routeName(long bound) {
        String bind = bind().isEmpty() ? "" : "." + bind();
        if (protocol.http()) {
            return "http." + bound + bind;
        }
        return httpServer() ? "https." + port() + "." + portName() + "." + gateway.name() + "." + gateway.namespace() + bind : "";
    }

    /** Its hosts as istiod keeps them: {@code ns/host} where a namespace is named, else the host alone (sanitizeServerHostNamespace). */
    public List<String> hosts() {
        return hosts;
    }

    /** The names by which connections are told apart before TLS: its hosts without namespaces, each once, sorted. */
    public List<String> sniHosts() {
        return hosts.stream().map(ServerSpec::withoutNamespace).distinct().sorted().toList();
    }

    /** The hosts that it takes from objects of a namespace. */
    Stream<String> hostsFor(String namespace) {
        return hosts.stream().filter(h -> namespaceOf(h).isEmpty() || namespaceOf(h).equals(namespace)).map(ServerSpec::withoutNamespace);
    }

    /** What it takes of the hosts of a VirtualService of a namespace: of each pair that overlaps, the narrower (Names.Intersection). */
    public List<String> accepted(List<String> virtualServiceHosts, String namespace) {
        return hostsFor(namespace).flatMap(h -> virtualServiceHosts.stream().flatMap(v -> HostPattern.intersection(v, h).stream()))
                .distinct()
                .toList();
    }

    /** Whether it takes any of the hosts of a VirtualService of a namespace (pickMatchingGatewayHosts). */
    public boolean accepts(List<String> virtualServiceHosts, String namespace) {
        return hostsFor(namespace).anyMatch(h -> virtualServiceHosts.stream().anyMatch(v -> HostPattern.overlap(h, v)));
    }
}
