package io.istiodoctor.mesh.match;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the alternatives under which a rule takes a request.
 *
 * @param path inside the object; empty when the rule has no condition at all
 * @param sniHosts names for a rule on TLS connections; empty otherwise
 * @param gateways "namespace/name" of the only Gateways that count, {@code mesh} among them; empty for all
 * @param port the only port that counts; 0 for all
 * @param source the match as written, for labels and namespace of the client's pod
 */
public record Condition(String path, TextMatch uri, List<FieldMatch> fields, List<String> sniHosts, List<String> gateways, long port,
        Optional<Node> source) {
    /** What a rule without any match asks for: nothing. */
    public static final Condition ALWAYS = new Condition("", TextMatch.ANY, List.of(), List.of(), List.of(), 0, Optional.empty());

    /** Why a request does not satisfy it, as a clause; empty when it does. */
    public Optional<String> mismatch(Request request, Vantage vantage) {
        if (!gateways.isEmpty() && !gateways.contains(vantage.gateway())) {
            return Optional.of("only for " + String.join(", ", gateways));
        }
        if (port > 0 && port != vantage.port()) {
            return Optional.of("only on port " + port);
        }
        if (source.isPresent() && !sourceFits(source.get(), vantage)) {
            return Optional.of("only for other clients");
        }
        if (!sniHosts.isEmpty() && sniHosts.stream().noneMatch(h -> h.equals("*") || HostPattern.covers(h, request.sni()))) {
            return Optional.of("sniHosts " + String.join(", ", sniHosts));
        }
        if (!uri.holds(Optional.of(request.path()))) {
            return Optional.of(uri.words());
        }
        return fields.stream().filter(f -> !f.holds(request)).findFirst().map(FieldMatch::words);
    }

    private static boolean sourceFits(Node source, Vantage vantage) {
        String namespace = source.text("sourceNamespace");
        return Labels.match(Resource.texts(source.get("sourceLabels")), vantage.labels())
                && (namespace.isEmpty() || namespace.equals(vantage.namespace()));
    }

    /** Whether every request that satisfies the other, at any gateway and from any client, certainly satisfies this one. */
    boolean covers(Condition other) {
        return (uri.takesEveryPath() || uri.covers(other.uri)) && fields.stream().allMatch(f -> other.fields.stream().anyMatch(f::covers))
                && (sniHosts.isEmpty() || !other.sniHosts.isEmpty() && sniHosts.containsAll(other.sniHosts))
                && (gateways.isEmpty() || !other.gateways.isEmpty() && gateways.containsAll(other.gateways))
                && (port == 0 || port == other.port) && clientsCover(other);
    }

    private boolean clientsCover(Condition other) {
        Map<String, String> theirs = other.source.map(s -> Resource.texts(s.get("sourceLabels"))).orElse(Map.of());
        String theirNamespace = other.source.map(s -> s.text("sourceNamespace")).orElse("");
        return source.isEmpty() || Labels.match(Resource.texts(source.get().get("sourceLabels")), theirs)
                && (source.get().text("sourceNamespace").isEmpty() || source.get().text("sourceNamespace").equals(theirNamespace))
                && (subnets().isEmpty() || !other.subnets().isEmpty() && subnets().containsAll(other.subnets()));
    }

    private List<String> subnets() {
        return source.map(s -> s.get("destinationSubnets").elements().stream().flatMap(n -> n.text().stream()).toList()).orElse(List.of());
    }

    /** Whether it can hold on a server of a Gateway, by gateways and port. */
    public boolean holdsOn(GatewayServer server) {
        return (gateways.isEmpty() || gateways.contains(server.gateway().qualifiedName())) && (port == 0 || port == server.port());
    }

    /** Whether it can hold on a server of a Gateway, for some of the gateway's pods. */
    public boolean holdsAt(GatewayServer server) {
        return holdsOn(server) && (anyClient() || server.gateway().workloads().stream().anyMatch(this::fromPod));
    }

    private boolean fromPod(Workload pod) {
        String namespace = source.map(s -> s.text("sourceNamespace")).orElse("");
        return Labels.match(source.map(s -> Resource.texts(s.get("sourceLabels"))).orElse(Map.of()), pod.labels())
                && (namespace.isEmpty() || namespace.equals(pod.namespace()));
    }

    /** Whether it asks neither for clients nor for addresses. */
    public boolean anyDestination() {
        return anyClient() && subnets().isEmpty();
    }

    /** Whether it asks nothing of the client's pod. */
    boolean anyClient() {
        return source.isEmpty() || !source.get().get("sourceLabels").isPresent() && !source.get().get("sourceNamespace").isPresent();
    }

    /** Whether istiod puts it behind all others: it takes every path and asks for nothing else of the request. */
    public boolean catchAll() {
        return uri.takesEveryPath() && fields.isEmpty() && sniHosts.isEmpty();
    }

    /** In words: "prefix /api, header x exact 1". */
    public String words() {
        List<String> parts = new ArrayList<>();
        if (uri.manner() != TextMatch.Manner.ANY) {
            parts.add(uri.words());
        }
        fields.forEach(f -> parts.add(f.words()));
        if (!sniHosts.isEmpty()) {
            parts.add("sniHosts " + String.join(", ", sniHosts));
        }
        return parts.isEmpty() ? "everything" : String.join(", ", parts);
    }
}
