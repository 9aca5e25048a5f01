package io.istiodoctor.mesh.sidecar;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/**
 * Which hosts the proxy beside an application knows, as a Sidecar limits them (model/sidecar.go of Istio): the Sidecar of its
 * namespace that selects it, else the namespace's own without a selector, else that of the root namespace. Gateways are never
 * limited. Without any Sidecar, or with one that has no {@code egress}, the proxy knows all that is exported to it.
 */
public final class SidecarScope {
    private final Optional<Resource> sidecar;
    private final String namespace;
    private final String defaultPolicy;

    SidecarScope(Optional<Resource> sidecar, String namespace, String defaultPolicy) {
        this.sidecar = sidecar;
        this.namespace = namespace;
        this.defaultPolicy = defaultPolicy;
    }

    /** The Sidecar that limits the proxy. */
    public Optional<Resource> sidecar() {
        return sidecar;
    }

    /** Whether the proxy knows a host that an object in this namespace gives; {@code ns/host}, {@code ./host}, {@code *}{@code /host}. */
    public boolean imports(String host, String owner) {
        List<Node> egress = sidecar.map(s -> s.spec().get("egress").elements()).orElse(List.of());
        return egress.isEmpty() || egress.stream().flatMap(e -> e.get("hosts").elements().stream()).flatMap(h -> h.text().stream())
                .anyMatch(h -> imports(h, host, owner));
    }

    private boolean imports(String entry, String host, String owner) {
        int slash = entry.indexOf('/');
        String from = slash < 0 ? "*" : entry.substring(0, slash);
        boolean fits = from.equals("*") || from.equals(owner) || from.equals(".") && owner.equals(namespace);
        return fits && HostPattern.covers(entry.substring(slash + 1), host);
    }

    /** Whether connections to hosts that the proxy does not know are refused (REGISTRY_ONLY), not passed on as they are. */
    public boolean registryOnly() {
        String own = sidecar.map(s -> s.spec().get("outboundTrafficPolicy").text("mode")).orElse("");
        return (own.isEmpty() ? defaultPolicy : own).equals("REGISTRY_ONLY");
    }
}
