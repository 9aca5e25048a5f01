package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The hosts of a scope, each once: of several objects for one host the one that counts, with the ports of all that go together (appendSidecarServices). */
final class ScopeServices {
    private final Map<String, RegistryService> byHost = new LinkedHashMap<>();

    void add(RegistryService service) {
        byHost.merge(service.host(), service, ScopeServices::together);
    }

    Map<String, RegistryService> byHost() {
        return byHost;
    }

    private static RegistryService together(RegistryService present, RegistryService added) {
        boolean ours = present.kubernetes().isPresent();
        boolean theirs = added.kubernetes().isPresent();
        if (ours != theirs) {
            return ours ? present : added;
        }
        return mergeable(present, added) ? present.withPorts(union(present.ports(), added.ports())) : present;
    }

    private static boolean mergeable(RegistryService a, RegistryService b) {
        return a.namespace().equals(b.namespace()) && a.resolution() == b.resolution()
                && a.resource().labels().equals(b.resource().labels())
                && selector(a).equals(selector(b)) && texts(a, "exportTo").equals(texts(b, "exportTo"));
    }

    private static Map<String, String> selector(RegistryService service) {
        return service.kubernetes().map(s -> s.selector())
                .orElseGet(() -> Resource.texts(service.resource().spec().get("workloadSelector").get("labels")));
    }

    private static List<String> texts(RegistryService service, String list) {
        return service.resource().spec().get(list).elements().stream().flatMap(n -> n.text().stream()).sorted().toList();
    }

    private static List<RegistryPort> union(List<RegistryPort> present, List<RegistryPort> added) {
        List<RegistryPort> all = new ArrayList<>(present);
        added.stream().filter(p -> all.stream().noneMatch(q -> q.number() == p.number())).forEach(all::add);
        return all;
    }
}
