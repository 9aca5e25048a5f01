package io.istiodoctor.proxy.gateway;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.destination.DestinationRules.Choice;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Servers that hand mutual TLS on to the host that its name tells: one chain for each port and subset of each host (builtAutoPassthroughFilterChains). */
final class AutoPassthrough {
    private AutoPassthrough() {}

    static List<FilterChain> chains(Client client, Server server) {
        List<FilterChain> chains = new ArrayList<>();
        for (RegistryService service : client.services()) {
            if (service.external() || server.spec().sniHosts().stream().noneMatch(h -> HostPattern.covers(h, service.host()))) {
                continue;
            }
            Choice choice = client.rules(service);
            for (RegistryPort port : service.ports().stream().filter(p -> p.protocol() != Protocol.UDP).toList()) {
                Stream.concat(Stream.of(""), choice.subsetNames().stream())
                        .forEach(subset -> chains.add(chain(server, service, port, subset)));
            }
        }
        return chains;
    }

    private static FilterChain chain(Server server, RegistryService service, RegistryPort port, String subset) {
        ClusterName name = new ClusterName("outbound_", port.number(), subset, service.host());
        return new FilterChain(ChainMatch.mutualTls(name.sni()), Optional.empty(),
                new Tcp(List.of(new ClusterShare(name, 0, port.origin())), port.origin()),
                server.gatewayName(), server.origin());
    }
}
