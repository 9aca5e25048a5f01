package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Endpoints of ServiceEntries (convertServiceEntryToInstances of Istio), and WorkloadEntries that a selector chooses. */
final class EntryEndpoints {
    private EntryEndpoints() {}

    static List<RegistryEndpoint> of(RegistryService service, RegistryPort port, Pods pods, List<Resource> workloadEntries) {
        Node spec = service.resource().spec();
        long usual = port.target() > 0 ? port.target() : port.number();
        if (spec.get("workloadSelector").isPresent()) {
            return selected(service, port, pods, workloadEntries);
        }
        List<Node> written = spec.get("endpoints").elements();
        if (written.isEmpty() && service.resolution().byName()) {
            return List.of(new RegistryEndpoint(service.host(), usual, true, Optional.empty(), Map.of(), false));
        }
        return written.stream().map(e -> endpoint(e, Resource.texts(e.get("labels")), port, usual, pods.at(e.text("address")))).toList();
    }

    private static List<RegistryEndpoint> selected(RegistryService service, RegistryPort port, Pods pods, List<Resource> workloadEntries) {
        Map<String, String> selector = Resource.texts(service.resource().spec().get("workloadSelector").get("labels"));
        long usual = port.target() > 0 ? port.target() : port.number();
        List<RegistryEndpoint> found = new ArrayList<>(selected(selector, port, workloadEntries));
        if (!service.resolution().byName()) {
            found.removeIf(e -> !e.numeric());
        }
        for (Workload w : pods.matching(service.namespace(), selector)) {
            if (!w.template() && !w.podIP().isEmpty()) {
                found.add(new RegistryEndpoint(w.podIP(), usual, w.takesTraffic(), Optional.of(w), w.labels(), Pods.mutualTls(w)));
            }
        }
        return List.copyOf(found);
    }

    /** The WorkloadEntries among these that a selector matches; their labels stand in the object's metadata or in its specification. */
    static List<RegistryEndpoint> selected(Map<String, String> selector, RegistryPort port, List<Resource> workloadEntries) {
        List<RegistryEndpoint> found = new ArrayList<>();
        for (Resource entry : workloadEntries) {
            Map<String, String> labels = new HashMap<>(Resource.texts(entry.spec().get("labels")));
            labels.putAll(entry.labels());
            if (Labels.match(selector, labels)) {
                long usual = port.target() > 0 ? port.target() : port.servicePort().filter(p -> !p.named())
                        .map(p -> Long.parseLong(p.targetPort())).orElse(port.number());
                found.add(endpoint(entry.spec(), labels, port, usual, Optional.empty()));
            }
        }
        return found;
    }

    private static RegistryEndpoint endpoint(Node entry, Map<String, String> labels, RegistryPort port, long usual,
            Optional<Workload> pod) {
        long own = entry.get("ports").get(port.name()).number().orElse(usual);
        String mode = labels.getOrDefault("security.istio.io/tlsMode", entry.text("serviceAccount").isEmpty() ? "disabled" : "istio");
        return new RegistryEndpoint(entry.text("address"), own, true, pod, labels, mode.equals("istio"));
    }
}
