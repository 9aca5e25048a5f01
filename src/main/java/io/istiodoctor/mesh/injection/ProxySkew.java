package io.istiodoctor.mesh.injection;

import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.ControlPlane;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A control plane with the proxies that it is for, and that are of another release. */
public final class ProxySkew implements Subject {
    private static final String DEFAULT = "default";

    private final ControlPlane controlPlane;
    private final IstioVersion version;
    private final List<Workload> newer = new ArrayList<>();
    private final List<Workload> older = new ArrayList<>();

    private ProxySkew(ControlPlane controlPlane, IstioVersion version) {
        this.controlPlane = controlPlane;
        this.version = version;
    }

    /**
     * Each revision's control plane, by its first pod or template that tells its release; one with pods of several releases is being upgraded.
     *
     * @param pods pods and templates; in a namespace of which the injector tells that its proxies are outdated, nothing more is said
     */
    public static List<ProxySkew> of(List<ControlPlane> controlPlanes, List<PodInjection> pods, List<InjectedNamespace> namespaces) {
        Map<String, ProxySkew> byRevision = new HashMap<>();
        List<ProxySkew> all = new ArrayList<>();
        Set<String> mixed = new HashSet<>();
        for (ControlPlane plane : controlPlanes) {
            Optional<IstioVersion> version = plane.version();
            String revision = plane.workload().labels().getOrDefault(Injection.REVISION, DEFAULT);
            version.filter(v -> byRevision.containsKey(revision) && !byRevision.get(revision).version.equals(v))
                    .ifPresent(v -> mixed.add(revision));
            if (version.isPresent() && !byRevision.containsKey(revision)) {
                ProxySkew skew = new ProxySkew(plane, version.get());
                byRevision.put(revision, skew);
                all.add(skew);
            }
        }
        Set<String> told = new HashSet<>();
        namespaces.stream().filter(n -> !n.outdated().isEmpty()).forEach(n -> told.add(n.name()));
        pods.stream().map(PodInjection::workload).filter(w -> !w.template() && !told.contains(w.namespace()))
                .forEach(w -> revision(w, byRevision)
                        .filter(r -> !mixed.contains(r)).map(byRevision::get)
                        .ifPresent(s -> w.proxyVersion().ifPresent(v -> s.compare(w, v))));
        return all;
    }

    private static Optional<String> revision(Workload pod, Map<String, ProxySkew> byRevision) {
        String asked = pod.annotations().getOrDefault(Injection.REVISION, pod.labels().getOrDefault(Injection.REVISION, DEFAULT));
        return byRevision.containsKey(asked) ? Optional.of(asked) : byRevision.size() == 1 ? byRevision.keySet().stream().findFirst()
                : Optional.empty();
    }

    private void compare(Workload pod, IstioVersion proxy) {
        if (proxy.compareTo(version) > 0) {
            newer.add(pod);
        } else if (proxy.major() == version.major() && proxy.minor() < version.minor() - 1) {
            older.add(pod);
        }
    }

    @Override
    public Resource resource() {
        return controlPlane.resource();
    }

    /** The release of the control plane. */
    @SeenByRules
    public String version() {
        return version.toString();
    }

    /** Pods whose proxy is newer than it. */
    @SeenByRules
    public List<Workload> newer() {
        return newer;
    }

    /** Pods whose proxy is older by more than one minor release. */
    @SeenByRules
    public List<Workload> older() {
        return older;
    }
}
