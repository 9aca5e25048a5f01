package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Clues;
import io.istiodoctor.mesh.base.HostIndex;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import io.istiodoctor.proxy.route.VirtualServiceIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A host that a Sidecar imports, {@code namespace/host}: what stands before the slash is a namespace, {@code .} or {@code *}. */
public final class EgressHost implements Subject {
    /** What there is to import: by host, its namespace. */
    private record World(Directory directory, HostIndex<String> hosts, Set<String> full, Set<String> known) {}

    private final Resource sidecar;
    private final String path;
    private final String written;
    private final String from;
    private final String host;
    private final World world;

    private EgressHost(Resource sidecar, String path, String written, World world) {
        this.sidecar = sidecar;
        this.path = path;
        this.written = written;
        this.from = written.substring(0, written.indexOf('/'));
        this.host = written.substring(written.indexOf('/') + 1);
        this.world = world;
    }

    /** Those of all Sidecars. */
    static List<EgressHost> of(Mesh mesh, ServiceRegistry registry, VirtualServiceIndex index) {
        HostIndex<String> hosts = new HostIndex<>();
        registry.all().forEach(s -> hosts.add(s.host(), s.namespace()));
        index.all().stream().filter(v -> v.gateways().contains("mesh")).forEach(v -> v.hosts().forEach(h -> hosts.add(h, v.namespace())));
        Set<String> full = hosts.overlapping("*").stream().map(HostIndex.Entry::value).collect(Collectors.toSet());
        Set<String> known = mesh.directory().all(Kind.NAMESPACE).stream().map(n -> n.ref().name())
                .collect(Collectors.toCollection(TreeSet::new));
        mesh.workloads().forEach(w -> known.add(w.namespace()));
        known.addAll(full);
        known.addAll(List.of("istio-system", mesh.config().rootNamespace(), "*", "~", ""));
        World world = new World(mesh.directory(), hosts, full, known);
        return mesh.directory().all(Kind.SIDECAR).stream().flatMap(s -> of(s, world)).toList();
    }

    private static Stream<EgressHost> of(Resource sidecar, World world) {
        List<EgressHost> all = new ArrayList<>();
        List<Node> egress = sidecar.spec().get("egress").elements();
        for (int i = 0; i < egress.size(); i++) {
            List<Node> hosts = egress.get(i).get("hosts").elements();
            for (int j = 0; j < hosts.size(); j++) {
                String written = hosts.get(j).text().orElse("");
                if (written.chars().filter(c -> c == '/').count() == 1 && !written.startsWith("~")) {
                    all.add(new EgressHost(sidecar, "spec.egress[" + i + "].hosts[" + j + "]", written, world));
                }
            }
        }
        return all.stream();
    }

    @Override
    public Resource resource() {
        return sidecar;
    }

    @Override
    public String path() {
        return path;
    }

    /** The whole, as written. */
    @SeenByRules
    public String written() {
        return written;
    }

    /** What stands before the slash. */
    @SeenByRules
    public String from() {
        return from;
    }

    /** What stands behind the slash. */
    @SeenByRules
    public String host() {
        return host;
    }

    private String owner() {
        return from.equals(".") ? namespace() : from;
    }

    /** Whether there is nothing of that name to import; a namespace that exists but has nothing yet counts as something, and so does that of Istio itself. */
    @SeenByRules(certainty = "absence", absentWhenTrue = true)
    public boolean importsNothing() {
        String owner = owner();
        return host.equals("*") ? !world.known.contains(owner)
                : !host.isEmpty() && world.hosts.overlapping(host).stream().noneMatch(e -> owner.equals("*") || owner.equals(e.value()));
    }

    /** Whether there is a namespace of the name before the slash, as far as something that was read is in it. */
    @SeenByRules(certainty = "absence")
    public boolean namespaceKnown() {
        return world.known.contains(owner());
    }

    /** What it means that nothing of that name was read. */
    @SeenByRules
    public Certainty absence() {
        return Clues.weigh(
                Stream.of(Kind.SERVICE, Kind.SERVICE_ENTRY, Kind.VIRTUAL_SERVICE).map(k -> owner().equals("*") ? world.directory.absence(k)
                        : world.directory.absence(k, owner())).max(Certainty::compareTo).orElseThrow(),
                misspelt());
    }

    // A namespace that only this Sidecar has a name for, beside one of the manifests that is called much like it.
    private boolean misspelt() {
        return host.equals("*") && !namespaceKnown() && world.full.stream().anyMatch(n -> Clues.misspelt(from, n));
    }

    /** What was most likely meant: a Service that stands where its namespace belongs, or one of that name without the rest of its host. */
    @SeenByRules
    public Optional<String> meant() {
        Optional<Service> named = world.directory.service(world.directory.hostOfService(from, namespace()));
        if (!namespaceKnown() && named.isPresent()) {
            return Optional.of("./" + named.get().host());
        }
        Optional<Service> full = world.directory.service(world.directory.hostOfService(host.split("\\.", 2)[0], owner()));
        if (full.isPresent() && !HostPattern.isWildcard(host)) {
            return Optional.of(from + "/" + full.get().host());
        }
        return namespaceKnown() ? Optional.empty() : Nearest.name(from, world.full).map(n -> n + "/" + host);
    }
}
