package io.istiodoctor.mesh;

import io.istiodoctor.model.ObjectRef;
import java.util.HashSet;
import java.util.Set;

/** Objects outside a namespace that lie on the way of its traffic: Gateways, their Services and pods, destinations. */
final class Neighbourhood {
    private final Set<ObjectRef> found = new HashSet<>();
    private final String namespace;

    private Neighbourhood(String namespace) {
        this.namespace = namespace;
    }

    static Set<ObjectRef> of(Mesh mesh, String namespace) {
        Neighbourhood around = new Neighbourhood(namespace);
        mesh.gateways().stream().filter(g -> g.namespace().equals(namespace)).forEach(around::add);
        mesh.virtualServices().stream().filter(around::touches).forEach(around::add);
        return around.found;
    }

    private boolean touches(VirtualService v) {
        return v.namespace().equals(namespace)
                || v.destinations().stream().flatMap(d -> d.service().stream()).anyMatch(s -> s.namespace().equals(namespace));
    }

    private void add(VirtualService v) {
        found.add(v.resource().ref());
        v.gateways().stream().flatMap(g -> g.gateway().stream()).forEach(this::add);
        v.destinations().stream().flatMap(d -> d.service().stream()).forEach(this::add);
    }

    private void add(Gateway g) {
        found.add(g.resource().ref());
        g.services().forEach(this::add);
    }

    private void add(Service s) {
        found.add(s.resource().ref());
        s.workloads().forEach(w -> found.add(w.resource().ref()));
    }
}
