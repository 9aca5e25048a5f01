package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.model.Node;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/** Hosts that a listener imports only because its VirtualServices send to them, with the ports that these name (collectImportedServices). */
final class RoutedServices {
    private final ServiceRegistry registry;
    private final EgressListener listener;
    private final String namespace;

    RoutedServices(ServiceRegistry registry, EgressListener listener, String namespace) {
        this.registry = registry;
        this.listener = listener;
        this.namespace = namespace;
    }

    /** @param names the full name of a host that is written in a namespace */
    List<RegistryService> find(BinaryOperator<String> names) {
        List<RegistryService> found = new ArrayList<>();
        for (EffectiveVirtualService v : listener.virtualServices()) {
            destinations(v, names).forEach((host, ports) -> nearest(host).flatMap(s -> trimmed(s, ports)).ifPresent(found::add));
        }
        return found;
    }

    // Port 0 stands for all.
    private Map<String, Set<Long>> destinations(EffectiveVirtualService v, BinaryOperator<String> names) {
        Map<String, Set<Long>> found = new LinkedHashMap<>();
        for (EffectiveVirtualService.Destined d : v.destinations(namespace)) {
            String written = d.destination().text("host");
            String host = v.semantics().literal() ? written : names.apply(written, d.namespace());
            Node port = d.destination().get("port");
            found.computeIfAbsent(host, h -> new HashSet<>()).add(port.get("number").number().orElse(0L));
        }
        return found;
    }

    // That of the proxy's own namespace, even where it is exported elsewhere only; else a Service, else the oldest (pickBestVisibleNamespace).
    private Optional<RegistryService> nearest(String host) {
        List<RegistryService> all = registry.find(host);
        return all.stream().filter(s -> s.namespace().equals(namespace)).findFirst()
                .or(() -> all.stream().filter(s -> registry.visible(s, namespace)).findFirst());
    }

    private Optional<RegistryService> trimmed(RegistryService service, Set<Long> ports) {
        if (!listener.ownPortOnly() && ports.contains(0L)) {
            return Optional.of(service);
        }
        List<RegistryPort> some = service.ports().stream()
                .filter(p -> listener.ownPortOnly() ? p.number() == listener.port() : ports.contains(p.number())).toList();
        return some.isEmpty() ? Optional.empty() : Optional.of(service.withPorts(some));
    }
}
