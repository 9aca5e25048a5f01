package io.istiodoctor.mesh;

import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.HashSet;
import java.util.Set;

/**
 * Objects outside a namespace that lie on the way of its traffic: Gateways, their Services and pods, what delegates take over, destinations with
 * their DestinationRules, the namespaces of all these, and the pools from which load balancers get their addresses.
 */
final class Neighbourhood {
    private final Set<ObjectRef> found = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private final String namespace;
    private boolean balanced;

    private Neighbourhood(String namespace) {
        this.namespace = namespace;
    }

    static Set<ObjectRef> of(Mesh mesh, String namespace) {
        Neighbourhood around = new Neighbourhood(namespace);
        mesh.gateways().stream().filter(g -> g.namespace().equals(namespace)).forEach(around::add);
        mesh.virtualServices().stream().filter(around::touches).forEach(around::add);
        mesh.services().stream().filter(s -> s.namespace().equals(namespace)).forEach(around::add);
        mesh.destinationRuleObjects().stream().filter(r -> around.hosts.contains(r.host()))
                .forEach(r -> around.found.add(r.resource().ref()));
        if (around.balanced) {
            mesh.metalLbPools().forEach(p -> around.found.add(p.resource().ref()));
        }
        Set<String> namespaces = new HashSet<>(Set.of(namespace));
        around.found.forEach(o -> namespaces.add(o.namespace()));
        mesh.directory().all(Kind.NAMESPACE).stream().map(Resource::ref).filter(n -> namespaces.contains(n.name()))
                .forEach(around.found::add);
        return around.found;
    }

    private boolean touches(VirtualService v) {
        return v.namespace().equals(namespace)
                || v.destinations().stream().flatMap(d -> d.service().stream()).anyMatch(s -> s.namespace().equals(namespace));
    }

    private void add(VirtualService v) {
        if (!found.add(v.resource().ref())) {
            return;
        }
        v.destinations().forEach(d -> hosts.add(d.host()));
        v.rules().stream().flatMap(r -> r.delegation().stream()).flatMap(d -> d.delegate().stream()).forEach(this::add);
        v.gateways().stream().flatMap(g -> g.gateway().stream()).forEach(this::add);
        v.destinations().stream().flatMap(d -> d.service().stream()).forEach(this::add);
    }

    private void add(Gateway g) {
        found.add(g.resource().ref());
        g.services().forEach(this::add);
    }

    private void add(Service s) {
        balanced |= s.type().equals("LoadBalancer");
        found.add(s.resource().ref());
        s.workloads().forEach(w -> found.add(w.resource().ref()));
    }
}
