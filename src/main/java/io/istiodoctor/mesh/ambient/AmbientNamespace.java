package io.istiodoctor.mesh.ambient;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;

/** A namespace whose label asks for ambient mode, or for something that is called alike. */
public record AmbientNamespace(Resource resource) implements Subject {
    /** All of them. */
    static List<AmbientNamespace> of(Inventory inventory) {
        return inventory.all(Kind.NAMESPACE).stream().filter(n -> n.labels().containsKey(Ambient.MODE)).map(AmbientNamespace::new).toList();
    }

    /** The label's value: ambient or none. */
    @SeenByRules
    public String mode() {
        return resource.labels().getOrDefault(Ambient.MODE, "");
    }

    /** The label by which it asks for proxies of their own beside its applications as well: istio-injection or istio.io/rev; empty where it does not. */
    @SeenByRules
    public String injection() {
        String injection = resource.labels().getOrDefault("istio-injection", "");
        boolean revision = !resource.labels().getOrDefault("istio.io/rev", "").isEmpty() && injection.isEmpty();
        return injection.equals("enabled") ? "istio-injection" : revision ? "istio.io/rev" : "";
    }
}
