package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Workloads by namespace and name, and pods by address. */
public final class Pods {
    private static final String TLS_MODE = "security.istio.io/tlsMode";

    private record Name(String namespace, String name) {}

    private final Map<Name, Workload> byName = new HashMap<>();
    private final Map<String, Workload> byAddress = new HashMap<>();
    private final Map<String, List<Workload>> byNamespace = new HashMap<>();

    Pods(List<Workload> workloads) {
        for (Workload w : workloads) {
            byName.merge(new Name(w.namespace(), w.name()), w, (a, b) -> a.template() ? b : a);
            byNamespace.computeIfAbsent(w.namespace(), n -> new ArrayList<>()).add(w);
            if (!w.hostNetwork()) {
                w.podIPs().forEach(a -> byAddress.put(a, w));
            }
        }
    }

    /** The pod of this name, else the workload whose template makes pods. */
    public Optional<Workload> named(String namespace, String name) {
        return Optional.ofNullable(byName.get(new Name(namespace, name)));
    }

    /** The pod with this address; pods that share their node's are not found by it. */
    public Optional<Workload> at(String address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** Pods and templates of a namespace. */
    public List<Workload> in(String namespace) {
        return byNamespace.getOrDefault(namespace, List.of());
    }

    List<Workload> matching(String namespace, Map<String, String> selector) {
        return in(namespace).stream().filter(w -> Labels.match(selector, w.labels())).toList();
    }

    /** Whether clients are told that a workload's proxy takes Istio's mutual TLS: injection puts a label on the pod that says so. */
    public static boolean mutualTls(Workload workload) {
        String mode = workload.labels().get(TLS_MODE);
        return mode == null ? workload.sidecar() : mode.equals("istio");
    }
}
