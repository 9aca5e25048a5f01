package io.istiodoctor.mesh.sidecar;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which hosts the proxy beside an application knows, as a Sidecar limits them (model/sidecar.go of Istio): the Sidecar of its
 * namespace that selects it, else the namespace's own without a selector, else that of the root namespace. Gateways are never
 * limited. Without any Sidecar, or with one that has no {@code egress}, the proxy knows all that is exported to it.
 */
public final class SidecarScope {
    private final Optional<Resource> sidecar;
    private final String namespace;
    private final String defaultPolicy;

    private SidecarScope(Optional<Resource> sidecar, String namespace, String defaultPolicy) {
        this.sidecar = sidecar;
        this.namespace = namespace;
        this.defaultPolicy = defaultPolicy;
    }

    /** The scope of a workload's proxy. */
    public static SidecarScope of(Inventory inventory, MeshConfig config, Workload workload) {
        List<Resource> all = inventory.all(Kind.SIDECAR).stream().filter(s -> in(s, workload.namespace()) || in(s, config.rootNamespace()))
                .sorted(Age.OLDEST_FIRST).toList();
        Stream<Predicate<Resource>> levels = Stream.of(
                s -> in(s, workload.namespace()) && selects(s) && Labels.match(selector(s), workload.labels()),
                s -> in(s, workload.namespace()) && !selects(s), s -> in(s, config.rootNamespace()) && !selects(s));
        Optional<Resource> sidecar = levels.flatMap(level -> all.stream().filter(level).limit(1)).findFirst();
        String policy = config.mesh().get("outboundTrafficPolicy").text("mode");
        return new SidecarScope(sidecar, workload.namespace(), policy.isEmpty() ? "ALLOW_ANY" : policy);
    }

    private static boolean in(Resource sidecar, String namespace) {
        return sidecar.ref().namespace().equals(namespace);
    }

    private static boolean selects(Resource sidecar) {
        return sidecar.spec().get("workloadSelector").isPresent();
    }

    private static Map<String, String> selector(Resource sidecar) {
        return Resource.texts(sidecar.spec().get("workloadSelector").get("labels"));
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
