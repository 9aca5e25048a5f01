package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.Resolution;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** By which names requests of a pod mean a host (generateVirtualHostDomains of Istio). */
final class HostDomains {
    /**
     * Names in the order in which they are taken.
     *
     * @param expanded those of them that only abbreviate another, and give way to a host of the very name
     */
    record Domains(List<String> all, List<String> expanded) {
        Domains {
            all = List.copyOf(all);
            expanded = List.copyOf(expanded);
        }
    }

    private final ServiceRegistry registry;
    private final ListenAddresses addresses;
    private final String namespace;
    private final String zone;

    /** @param clusterDomain {@code cluster.local} as a rule */
    HostDomains(ServiceRegistry registry, ListenAddresses addresses, String namespace, String clusterDomain) {
        this.registry = registry;
        this.addresses = addresses;
        this.namespace = namespace;
        this.zone = ".svc." + clusterDomain;
    }

    /** @param port to be named in each domain too; 0 where ports are left aside */
    Domains of(RegistryService service, ImportedHosts imported, long port) {
        List<String> domains = new ArrayList<>();
        List<String> expanded = new ArrayList<>();
        Stream.concat(Stream.of(service.host()), aliases(service, imported)).forEach(host -> {
            List<String> shorter = abbreviated(host).flatMap(d -> withPort(d, port)).toList();
            withPort(host, port).forEach(domains::add);
            domains.addAll(shorter);
            expanded.addAll(shorter);
        });
        if (service.resolution() == Resolution.NONE && service.kubernetes().isPresent()) {
            domains.addAll(domains.stream().map(d -> "*." + d).toList());
        }
        addresses.names(service).flatMap(a -> withPort(a, port)).forEach(domains::add);
        return new Domains(domains, expanded);
    }

    private Stream<String> aliases(RegistryService service, ImportedHosts imported) {
        return registry.aliases(service.host()).stream().filter(a -> imported.alias(a, service.host(), service.namespace()));
    }

    /** Other names of a host: with a dot at its end; of a Service, its shorter names. */
    Stream<String> abbreviated(String host) {
        Stream<String> absolute = address(host) ? Stream.empty() : Stream.of(host + ".");
        if (!host.endsWith(zone)) {
            return absolute;
        }
        String short_ = host.substring(0, host.indexOf(".svc."));
        int dot = short_.indexOf('.');
        boolean own = dot > 0 && short_.substring(dot + 1).equals(namespace);
        return dot < 0 ? absolute : Stream.concat(absolute, Stream.concat(own ? Stream.of(short_.substring(0, dot)) : Stream.empty(),
                Stream.of(short_ + ".svc", short_)));
    }

    private static Stream<String> withPort(String name, long port) {
        String host = name.contains(":") ? "[" + name + "]" : name;
        return port == 0 ? Stream.of(host) : Stream.of(host, host + ":" + port);
    }

    private static boolean address(String host) {
        return host.contains(":") || host.matches("\\d+(\\.\\d+){3}");
    }
}
