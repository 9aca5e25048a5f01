package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.match.Semantics;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import io.istiodoctor.proxy.route.EffectiveVirtualService;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the proxies beside applications see, worked out once for all pods of a namespace that one Sidecar governs (convertToSidecarScope). */
final class EgressScopes {
    private record Key(Optional<ObjectRef> sidecar, String namespace) {}

    private final Mesh mesh;
    private final ServiceRegistry registry;
    private final VirtualServiceIndex index;
    private final Map<Key, EgressScope> scopes = new HashMap<>();
    private final Map<String, List<RegistryService>> visible = new HashMap<>();

    EgressScopes(Mesh mesh, ServiceRegistry registry, VirtualServiceIndex index) {
        this.mesh = mesh;
        this.registry = registry;
        this.index = index;
    }

    /** The scope of a pod's proxy. */
    EgressScope of(Workload pod) {
        Optional<Resource> sidecar = mesh.sidecarOf(pod);
        return scopes.computeIfAbsent(new Key(sidecar.map(Resource::ref), pod.namespace()), k -> make(sidecar, pod));
    }

    private EgressScope make(Optional<Resource> sidecar, Workload pod) {
        String namespace = pod.namespace();
        List<Node> egress = sidecar.map(s -> s.spec().get("egress").elements()).orElse(List.of());
        List<EgressListener> listeners = new ArrayList<>();
        if (egress.isEmpty()) {
            FieldRef origin = sidecar.map(Resource::ref).map(FieldRef::of).orElseGet(() -> FieldRef.of(pod.resource().ref()));
            listeners.add(listener(0, "", "", false, origin, new ImportedHosts(List.of("*/*"), namespace), namespace));
        }
        for (int i = 0; i < egress.size(); i++) {
            Node e = egress.get(i);
            List<String> hosts = e.get("hosts").elements().stream().flatMap(h -> h.text().stream()).toList();
            boolean bound = e.text("captureMode").equalsIgnoreCase("NONE") || e.text("bind").startsWith("unix://");
            listeners.add(listener(e.get("port").get("number").number().orElse(0L), e.get("port").text("protocol"), e.text("bind"), bound,
                    new FieldRef(sidecar.orElseThrow().ref(), "spec.egress[" + i + "]"), new ImportedHosts(hosts, namespace), namespace));
        }
        ScopeServices services = new ScopeServices();
        for (EgressListener listener : listeners) {
            listener.services().forEach(services::add);
            new RoutedServices(registry, listener, namespace).find(mesh.directory()::hostOf).forEach(services::add);
        }
        return new EgressScope(sidecar.map(Resource::ref), namespace, listeners, services.byHost(), UnknownTraffic.of(mesh, sidecar));
    }

    private EgressListener listener(long port, String protocol, String bind, boolean bound, FieldRef origin, ImportedHosts hosts,
            String namespace) {
        boolean ownPortOnly = EgressListener.ownPortOnly(port, protocol);
        List<RegistryService> imported = visible.computeIfAbsent(namespace, registry::visibleIn).stream()
                .filter(s -> hosts.service(s.host(), s.namespace())).flatMap(s -> trimmed(s, port, ownPortOnly).stream()).toList();
        List<EffectiveVirtualService> routes = index.of(GatewayName.MESH, namespace).stream()
                .filter(v -> hosts.virtualService(v.hosts(), v.namespace(), v.semantics() == Semantics.GATEWAY_API)).toList();
        return new EgressListener(port, protocol, bind, bound, origin, hosts, oneNamespaceEach(imported, namespace), routes);
    }

    private static Optional<RegistryService> trimmed(RegistryService service, long port, boolean ownPortOnly) {
        if (!ownPortOnly) {
            return Optional.of(service);
        }
        List<RegistryPort> own = service.ports().stream().filter(p -> p.number() == port).limit(1).toList();
        return own.isEmpty() ? Optional.empty() : Optional.of(service.withPorts(own));
    }

    // One host of several namespaces: the proxy's own first, else a Service before a ServiceEntry, else the oldest (selectServices).
    private static List<RegistryService> oneNamespaceEach(List<RegistryService> imported, String namespace) {
        Map<String, RegistryService> chosen = new HashMap<>();
        for (RegistryService s : imported) {
            chosen.merge(s.host(), s, (present, added) -> {
                boolean service = present.kubernetes().isEmpty() && added.kubernetes().isPresent()
                        && !present.namespace().equals(namespace);
                return added.namespace().equals(namespace) || service ? added : present;
            });
        }
        return imported.stream().filter(s -> chosen.get(s.host()).namespace().equals(s.namespace())).toList();
    }
}
