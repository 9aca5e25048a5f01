package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.config.Visibility;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One port of a ServiceEntry. */
public final class EntryPort implements Subject {
    private static final List<Long> TLS_PORTS = List.of(443L, 8443L);

    private final ServiceEntry entry;
    private final int index;
    private final Node node;
    private final boolean allocated;
    private Optional<EntryPort> contradicting = Optional.empty();

    private EntryPort(ServiceEntry entry, int index, Node node, boolean allocated) {
        this.entry = entry;
        this.index = index;
        this.node = node;
        this.allocated = allocated;
    }

    /** Those of all ServiceEntries. */
    public static List<EntryPort> of(List<ServiceEntry> entries, MeshConfig config) {
        boolean captured = config.capturesDns();
        List<EntryPort> ports = entries.stream().flatMap(e -> of(e, captured)).toList();
        EntryPortIndex index = new EntryPortIndex(ports, new Visibility(config));
        ports.forEach(p -> p.contradicting = index.contradicting(p));
        return ports;
    }

    private static Stream<EntryPort> of(ServiceEntry entry, boolean captured) {
        List<Node> ports = entry.resource().spec().get("ports").elements();
        return IntStream.range(0, ports.size()).mapToObj(i -> new EntryPort(entry, i, ports.get(i), captured));
    }

    @Override
    public Resource resource() {
        return entry.resource();
    }

    @Override
    public String path() {
        return "spec.ports[" + index + "]";
    }

    /** The ServiceEntry that this is a port of. */
    @SeenByRules
    public ServiceEntry entry() {
        return entry;
    }

    /** The port that clients use. */
    @SeenByRules
    public long number() {
        return node.get("number").number().orElse(0L);
    }

    /** The protocol in upper case; empty when none is written. */
    @SeenByRules
    public String protocol() {
        return node.text("protocol").toUpperCase(Locale.ROOT);
    }

    /**
     * Whether it takes every connection of the mesh to its number, whomever that is for: plain TCP without an address, where the proxy itself knows
     * where to send it. An address that istiod hands out counts where DNS is answered by proxies.
     */
    @SeenByRules
    public boolean takesAll() {
        boolean addressed = !entry.resource().spec().get("addresses").elements().isEmpty()
                || !entry.resource().status().get("addresses").elements().isEmpty();
        return protocol().equals("TCP") && !addressed && !allocated && !entry.resolution().equals("NONE");
    }

    /** The port of this number that another ServiceEntry gives one of the hosts, with a protocol that proxies treat otherwise, where a proxy sees both. */
    @SeenByRules
    public Optional<EntryPort> contradicting() {
        return contradicting;
    }

    /** What proxies make of the protocol: HTTP, HTTP2, TLS, TCP, or DETECTED where none is written that Istio knows. */
    String treatment() {
        return switch (Protocol.parse(protocol())) {
            case HTTP -> "HTTP";
            case HTTP2, GRPC, GRPC_WEB -> "HTTP2";
            case HTTPS, TLS -> "TLS";
            case TCP, UDP, MONGO, REDIS, MYSQL -> "TCP";
            case DETECTED -> "DETECTED";
        };
    }

    /** Where requests go on to: its targetPort, else its own number. */
    public long target() {
        return node.get("targetPort").number().filter(n -> n > 0).orElseGet(this::number);
    }

    /** Whether proxies take what clients send there for requests in plain HTTP. */
    public boolean http() {
        return treatment().startsWith("HTTP");
    }

    /** Whether TLS is spoken there, by its number or name. */
    @SeenByRules
    public boolean customaryTls() {
        String name = node.text("name").toLowerCase(Locale.ROOT);
        return TLS_PORTS.contains(number()) || name.startsWith("https") || name.startsWith("tls");
    }
}
