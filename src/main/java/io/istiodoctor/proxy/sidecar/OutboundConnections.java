package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.Resolution;
import io.istiodoctor.proxy.route.ConnectionRoutes;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Filter chains for connections whose requests are not told apart (buildSidecarOutboundTCPListenerOpts of Istio). */
final class OutboundConnections {
    private record Asked(List<String> names, List<String> subnets) {}

    private final ConnectionRoutes routes;
    private final HostDomains domains;
    private final List<String> aliases;
    private final RegistryService service;
    private final RegistryPort port;
    private final List<EffectiveVirtualService> virtualServices;

    /** @param virtualServices those with a host that overlaps with the service's */
    OutboundConnections(ConnectionRoutes routes, HostDomains domains, List<String> aliases, RegistryService service, RegistryPort port,
            List<EffectiveVirtualService> virtualServices) {
        this.routes = routes;
        this.domains = domains;
        this.aliases = aliases;
        this.service = service;
        this.port = port;
        this.virtualServices = virtualServices;
    }

    /**
     * The chains.
     *
     * @param ranges of addresses to which they are limited; none where the listener's own address does that
     * @param shared whether the listener takes connections to other hosts too, so that only the name in TLS tells them apart
     */
    List<FilterChain> chains(List<String> ranges, boolean shared) {
        return port.protocol() == Protocol.HTTPS || port.protocol() == Protocol.TLS ? tls(ranges, shared) : tcp(ranges);
    }

    private List<FilterChain> tls(List<String> ranges, boolean shared) {
        Set<Asked> seen = new HashSet<>();
        List<FilterChain> chains = new ArrayList<>();
        List<String> subnets = ranges;
        for (EffectiveVirtualService v : virtualServices) {
            List<Node> rules = v.rules("tls");
            for (int i = 0; i < rules.size(); i++) {
                List<Node> matches = rules.get(i).get("route").elements().isEmpty() ? List.of() : rules.get(i).get("match").elements();
                for (int m = 0; m < matches.size(); m++) {
                    Node match = matches.get(m);
                    if (routes.matches(v, match)) {
                        // What one match says of subnets holds for those behind it as well.
                        subnets = texts(match, "destinationSubnets").isEmpty() || port.number() == 0 ? subnets
                                : texts(match, "destinationSubnets");
                        if (seen.add(new Asked(texts(match, "sniHosts"), texts(match, "destinationSubnets")))) {
                            FieldRef rule = v.object().origin("spec.tls[" + i + "]");
                            chains.add(chain(subnets, texts(match, "sniHosts"), routes.clusters(v, rules.get(i), rule),
                                    v.object().origin("spec.tls[" + i + "].match[" + m + "]")));
                        }
                    }
                }
            }
        }
        if (chains.isEmpty()) {
            boolean byName = !ranges.isEmpty() || shared || service.wildcard() && service.resolution() == Resolution.DYNAMIC_DNS;
            Stream<String> names = Stream.concat(Stream.of(service.host()),
                    aliases.stream().flatMap(a -> Stream.concat(Stream.of(a), domains.abbreviated(a))));
            chains.add(chain(ranges, byName ? names.toList() : List.of(), own(), port.origin()));
        }
        return chains;
    }

    private List<FilterChain> tcp(List<String> ranges) {
        List<FilterChain> chains = new ArrayList<>();
        boolean whole = false;
        for (EffectiveVirtualService v : virtualServices) {
            List<Node> rules = v.rules("tcp");
            for (int i = 0; i < rules.size(); i++) {
                if (!rules.get(i).get("route").elements().isEmpty()) {
                    FieldRef rule = v.object().origin("spec.tcp[" + i + "]");
                    Optional<List<String>> subnets = subnets(v, rules.get(i));
                    List<String> limits = subnets.filter(s -> !s.isEmpty()).orElse(ranges);
                    if (subnets.isPresent()) {
                        chains.add(chain(limits, List.of(), routes.clusters(v, rules.get(i), rule), rule));
                    }
                    if (subnets.filter(List::isEmpty).isPresent()) {
                        return chains;
                    }
                    whole |= subnets.isPresent() && sorted(limits).equals(sorted(ranges));
                }
            }
        }
        if (!whole) {
            chains.add(chain(ranges, List.of(), own(), port.origin()));
        }
        return chains;
    }

    // None: it does not hold. An empty list: for every address. The first match without subnets ends the search.
    private Optional<List<String>> subnets(EffectiveVirtualService v, Node rule) {
        List<Node> holding = rule.get("match").elements().stream().filter(m -> routes.matches(v, m)).toList();
        if (rule.get("match").elements().isEmpty()
                || holding.stream().anyMatch(m -> texts(m, "destinationSubnets").isEmpty() || port.number() == 0)) {
            return Optional.of(List.of());
        }
        return holding.isEmpty() ? Optional.empty()
                : Optional.of(holding.stream().flatMap(m -> texts(m, "destinationSubnets").stream()).toList());
    }

    // A listener's port that is none of the host's means the only one that it has.
    private List<ClusterShare> own() {
        long number = service.ports().size() == 1 ? service.ports().getFirst().number() : port.number();
        return List.of(new ClusterShare(ClusterName.outbound(number, "", service.host()), 0, port.origin()));
    }

    private static FilterChain chain(List<String> ranges, List<String> names, List<ClusterShare> clusters, FieldRef owner) {
        List<String> sni = names.contains("*") ? List.of() : sorted(names);
        return new FilterChain(new ChainMatch(0, sorted(ranges), sni, Transport.ANY, List.of()), Optional.empty(), new Tcp(clusters, owner),
                "", owner);
    }

    private static List<String> sorted(List<String> texts) {
        return texts.stream().sorted().toList();
    }

    private static List<String> texts(Node match, String list) {
        return match.get(list).elements().stream().flatMap(n -> n.text().stream()).toList();
    }
}
