package io.istiodoctor.mesh.workload;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What changes the objects that istiod makes for a Gateway of the Gateway API: the patches of a ConfigMap with the defaults of its class, and of the one
 * that it names (parametersRef; render and applyOverlay of Istio).
 *
 * @param patches those of each ConfigMap by the object that they are for, in the order in which they are applied
 * @param unread the ConfigMap that it names and that may exist outside of the input
 */
record GatewayParameters(List<Map<String, Node>> patches, Optional<ObjectRef> unread) {
    private static final String DEFAULTS = "gateway.istio.io/defaults-for-class";
    private static final Set<String> KNOWN = Set.of("deployment", "service", "serviceAccount", "horizontalPodAutoscaler",
            "podDisruptionBudget");

    /** Those of a Gateway; empty where istiod makes nothing, since it cannot apply them. */
    static Optional<GatewayParameters> of(Inventory inventory, Resource gateway, String systemNamespace) {
        List<Resource> maps = new ArrayList<>();
        inventory.all(Kind.CONFIG_MAP).stream().filter(c -> c.ref().namespace().equals(systemNamespace))
                .filter(c -> c.label(DEFAULTS).filter(gateway.spec().text("gatewayClassName")::equals).isPresent()).min(Age.OLDEST_FIRST)
                .ifPresent(maps::add);
        Node named = gateway.spec().get("infrastructure").get("parametersRef");
        Optional<ObjectRef> unread = Optional.empty();
        if (named.isPresent()) {
            if (!named.text("kind").equals("ConfigMap") || !named.text("group").isEmpty()) {
                return Optional.empty();
            }
            ObjectRef ref = new ObjectRef("v1", "ConfigMap", gateway.ref().namespace(), named.text("name"));
            Optional<Resource> map = inventory.all(Kind.CONFIG_MAP).stream().filter(c -> c.ref().equals(ref)).findFirst();
            if (map.isEmpty() && inventory.coverage(Kind.CONFIG_MAP).absenceIn(ref.namespace()) == Certainty.CERTAIN) {
                return Optional.empty();
            }
            map.ifPresent(maps::add);
            unread = map.isPresent() ? Optional.empty() : Optional.of(ref);
        }
        List<Map<String, Node>> patches = maps.stream().flatMap(m -> patches(m).stream()).toList();
        return patches.size() == maps.size() ? Optional.of(new GatewayParameters(patches, unread)) : Optional.empty();
    }

    private static Optional<Map<String, Node>> patches(Resource map) {
        Map<String, Node> found = new HashMap<>();
        map.root().get("data").fields().forEach((key, text) -> patch(key, text.text().orElse("")).ifPresent(p -> found.put(key, p)));
        return KNOWN.containsAll(map.root().get("data").fields().keySet()) && found.size() == map.root().get("data").fields().size()
                ? Optional.of(found) : Optional.empty();
    }

    private static Optional<Node> patch(String key, String text) {
        try {
            return YamlReader.read(key, text).stream().map(Document::root).filter(Mapping.class::isInstance).findFirst();
        } catch (SyntaxError unreadable) {
            return Optional.empty();
        }
    }

    /** An object with what is to be changed about it. */
    Resource applied(String key, Resource object) {
        Node root = object.root();
        for (Map<String, Node> map : patches) {
            root = map.containsKey(key) ? StrategicMerge.apply(root, map.get(key)) : root;
        }
        return new Resource(object.ref(), (Mapping) root, object.origin());
    }
}
