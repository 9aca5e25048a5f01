package io.istiodoctor.proxy.gateway;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import java.util.List;

/** Which hosts of a VirtualService a server takes. */
final class ServerHosts {
    private ServerHosts() {}

    /** For routes: of each pair that overlaps, the narrower (Names.Intersection); the server's hosts of other namespaces do not count. */
    static List<String> common(Server server, EffectiveVirtualService virtualService) {
        List<String> ours = server.hosts().stream().filter(h -> own(h, virtualService.namespace())).map(ServerHosts::name).toList();
        return ours.stream().flatMap(h -> virtualService.hosts().stream().flatMap(v -> HostPattern.intersection(v, h).stream())).distinct()
                .toList();
    }

    /** For connections without routes by host: whether any pair overlaps (pickMatchingGatewayHosts). */
    static boolean overlap(Server server, EffectiveVirtualService virtualService) {
        return server.hosts().stream().filter(h -> own(h, virtualService.namespace())).map(ServerHosts::name)
                .anyMatch(h -> virtualService.hosts().stream().anyMatch(v -> HostPattern.overlap(h, v)));
    }

    private static boolean own(String host, String namespace) {
        int slash = host.indexOf('/');
        return slash < 0 || host.substring(0, slash).equals(namespace);
    }

    private static String name(String host) {
        return host.substring(host.indexOf('/') + 1);
    }
}
