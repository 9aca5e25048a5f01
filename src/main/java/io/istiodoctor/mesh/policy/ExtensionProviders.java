package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.service.Registry;
import io.istiodoctor.model.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** External authorizers that the mesh's configuration names (processExtensionProvider of Istio). */
final class ExtensionProviders {
    /**
     * An authorizer.
     *
     * @param connections whether it can be asked of connections too, not only of requests
     * @param unusable why istiod does not use it; empty when it does
     */
    record Provider(String name, boolean connections, String unusable) {}

    private final Map<String, Provider> byName = new HashMap<>();
    private final boolean several;

    ExtensionProviders(MeshConfig config, Registry registry) {
        this.several = config.environment("PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS").filter("true"::equals).isPresent();
        for (Node provider : config.mesh().get("extensionProviders").elements()) {
            Node http = provider.get("envoyExtAuthzHttp");
            Node grpc = provider.get("envoyExtAuthzGrpc");
            if (http.isPresent() || grpc.isPresent()) {
                String name = provider.text("name");
                String trouble = byName.containsKey(name) ? "its name is there twice" : trouble(http.isPresent() ? http : grpc, registry);
                byName.put(name, new Provider(name, grpc.isPresent(), name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?") ? trouble
                        : "its name must be lower-case letters, digits and dashes"));
            }
        }
    }

    private static String trouble(Node provider, Registry registry) {
        String service = provider.text("service");
        int slash = service.indexOf('/');
        String host = service.substring(slash + 1);
        long namespaces = registry.namespaces(host).stream().filter(n -> slash < 0 || n.equals(service.substring(0, slash))).distinct()
                .count();
        if (namespaces != 1) {
            return namespaces == 0 ? "nothing in the mesh has its host " + service : "several namespaces have its host " + service;
        }
        return provider.get("port").number().filter(p -> p > 0 && p < 65536).isPresent() ? "" : "it has no port";
    }

    Optional<Provider> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What they are called. */
    List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }

    /** Whether policies of one workload may name several. */
    boolean severalAllowed() {
        return several;
    }
}
