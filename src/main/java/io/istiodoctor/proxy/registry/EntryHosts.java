package io.istiodoctor.proxy.registry;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The hosts of ServiceEntries (convertServices of Istio). */
final class EntryHosts {
    private EntryHosts() {}

    static List<RegistryService> of(Resource entry) {
        Resolution resolution = Resolution.written(entry.spec().text("resolution"));
        boolean external = !entry.spec().text("location").equalsIgnoreCase("MESH_INTERNAL");
        List<RegistryPort> ports = ports(entry);
        List<RegistryService> hosts = new ArrayList<>();
        for (Node host : entry.spec().get("hosts").elements()) {
            String name = host.text().orElse("").toLowerCase(Locale.ROOT);
            hosts.add(new RegistryService(name, entry.ref().namespace(), entry, resolution, addresses(entry, name), ports, external, "",
                    Optional.empty()));
        }
        return hosts;
    }

    // Addresses that istiod hands out by itself stand in the status (ShouldV2AutoAllocateIP).
    private static List<String> addresses(Resource entry, String host) {
        List<String> written = entry.spec().get("addresses").elements().stream().flatMap(a -> a.text().stream()).map(EntryHosts::single)
                .toList();
        return !written.isEmpty() ? written : entry.status().get("addresses").elements().stream()
                .filter(a -> a.text("host").isEmpty() || a.text("host").equalsIgnoreCase(host)).map(a -> a.text("value"))
                .filter(a -> !a.isEmpty()).toList();
    }

    private static String single(String address) {
        return address.endsWith("/32") && !address.contains(":") || address.endsWith("/128") ? address.substring(0, address.indexOf('/'))
                : address;
    }

    private static List<RegistryPort> ports(Resource entry) {
        List<RegistryPort> ports = new ArrayList<>();
        List<Node> nodes = entry.spec().get("ports").elements();
        for (int i = 0; i < nodes.size(); i++) {
            Node port = nodes.get(i);
            ports.add(new RegistryPort(port.get("number").number().orElse(0L), port.text("name"), Protocol.parse(port.text("protocol")),
                    port.get("targetPort").number().orElse(0L), Optional.empty(), new FieldRef(entry.ref(), "spec.ports[" + i + "]")));
        }
        return ports;
    }
}
