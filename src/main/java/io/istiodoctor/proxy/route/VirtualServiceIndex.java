package io.istiodoctor.proxy.route;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All VirtualServices by the Gateways that they name, in the order in which istiod takes them (initVirtualServices). */
public final class VirtualServiceIndex {
    private final Directory directory;
    private final Map<String, List<EffectiveVirtualService>> byGateway = new HashMap<>();
    private final List<EffectiveVirtualService> all = new ArrayList<>();

    /** @param objects those that someone wrote, and those that istiod made of objects of other APIs */
    public VirtualServiceIndex(Directory directory, List<RoutingObject> objects) {
        this.directory = directory;
        DelegateMerge delegates = new DelegateMerge(directory, objects, this::exportTo);
        for (RoutingObject object : objects.stream().sorted(Comparator.comparing(RoutingObject::resource, Age.OLDEST_FIRST)).toList()) {
            if (!object.resource().spec().get("hosts").elements().isEmpty()) {
                EffectiveVirtualService v = effective(object, delegates);
                all.add(v);
                v.gateways().stream().distinct().forEach(g -> byGateway.computeIfAbsent(g, any -> new ArrayList<>()).add(v));
            }
        }
    }

    private EffectiveVirtualService effective(RoutingObject object, DelegateMerge delegates) {
        Resource r = object.resource();
        Semantics semantics = Semantics.of(r);
        boolean literal = semantics == Semantics.GATEWAY_API;
        List<String> hosts = texts(r.spec().get("hosts")).map(h -> literal ? h : directory.hostOf(h, r.ref().namespace())).toList();
        List<String> written = texts(r.spec().get("gateways")).toList();
        EffectiveVirtualService plain = new EffectiveVirtualService(object, semantics, hosts, List.of(), exportTo(r), List.of());
        List<String> gateways = written.isEmpty() ? List.of("mesh")
                : written.stream().map(g -> plain.gatewayName(g, r.ref().namespace())).toList();
        return new EffectiveVirtualService(object, semantics, hosts, gateways, plain.exportTo(), delegates.rules(object));
    }

    private static Stream<String> texts(Node list) {
        return list.elements().stream().flatMap(n -> n.text().stream());
    }

    private Set<String> exportTo(Resource virtualService) {
        return directory.audience(Kind.VIRTUAL_SERVICE, virtualService);
    }

    /** Every VirtualService with hosts, oldest first. */
    public List<EffectiveVirtualService> all() {
        return List.copyOf(all);
    }

    /** Those that name a Gateway ("namespace/name"), whoever sees them. */
    public List<EffectiveVirtualService> naming(String gateway) {
        return byGateway.getOrDefault(gateway, List.of());
    }

    /**
     * Those for a Gateway that proxies of a namespace see: first what is exported to that namespace alone, then what is for everybody, and there what
     * the Gateway API has in the proxy's own namespace first.
     *
     * @param gateway "namespace/name", or {@code mesh}
     */
    public List<EffectiveVirtualService> of(String gateway, String proxyNamespace) {
        List<EffectiveVirtualService> named = byGateway.getOrDefault(gateway, List.of()).stream().filter(v -> v.visibleIn(proxyNamespace))
                .toList();
        return named.stream().sorted(Comparator.comparingInt(v -> rank(v, proxyNamespace))).toList();
    }

    private static int rank(EffectiveVirtualService v, String proxyNamespace) {
        boolean own = v.namespace().equals(proxyNamespace);
        return v.exportTo().contains("*") ? v.semantics() == Semantics.GATEWAY_API && own ? 2 : 3 : own ? 0 : 1;
    }
}
