package io.istiodoctor.proxy.route;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.config.Audience;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.match.Semantics;
import io.istiodoctor.mesh.route.Precedence;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All VirtualServices by the Gateways that they name, in the order in which istiod takes them (initVirtualServices). */
public final class VirtualServiceIndex {
    private final Directory directory;
    private final Map<String, List<EffectiveVirtualService>> byGateway = new HashMap<>();
    private final List<EffectiveVirtualService> all = new ArrayList<>();

    /** @param objects those that someone wrote, and those that istiod made of objects of other APIs */
    public VirtualServiceIndex(Directory directory, List<RoutingObject> objects) {
        this.directory = directory;
        DelegateMerge delegates = new DelegateMerge(objects, this::audience);
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
        String namespace = r.ref().namespace();
        List<String> hosts = texts(r.spec().get("hosts")).map(h -> semantics.literal() ? h : directory.hostOf(h, namespace)).toList();
        List<String> gateways = texts(r.spec().get("gateways")).map(g -> semantics.gateway(g, namespace)).toList();
        return new EffectiveVirtualService(object, semantics, hosts, gateways.isEmpty() ? List.of(GatewayName.MESH) : gateways, audience(r),
                delegates.rules(object));
    }

    private static Stream<String> texts(Node list) {
        return list.elements().stream().flatMap(n -> n.text().stream());
    }

    private Audience audience(Resource virtualService) {
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
     * Those for a Gateway that proxies of a namespace see, in the order in which they take them.
     *
     * @param gateway "namespace/name", or {@code mesh}
     */
    public List<EffectiveVirtualService> of(String gateway, String proxyNamespace) {
        List<EffectiveVirtualService> named = byGateway.getOrDefault(gateway, List.of()).stream()
                .filter(v -> v.audience().includes(proxyNamespace))
                .toList();
        return named.stream()
                .sorted(Comparator.comparingInt(v -> Precedence.rank(v.audience(), v.semantics(), v.namespace(), proxyNamespace)))
                .toList();
    }
}
