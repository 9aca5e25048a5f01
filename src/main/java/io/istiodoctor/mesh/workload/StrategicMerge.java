package io.istiodoctor.mesh.workload;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Patches of objects as kubectl and istiod apply them (strategic merge patch of Kubernetes): what a patch leaves out stays, some lists are merged by a key. */
final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    /** Lists of the API that are merged, with what tells their elements apart. A port is a container's or a Service's. */
    private static final Map<String, List<String>> KEYS = Map.of("containers", List.of("name"), "initContainers", List.of("name"),
            "env", List.of("name"), "volumes", List.of("name"), "imagePullSecrets", List.of("name"), "volumeMounts", List.of("mountPath"),
            "hostAliases", List.of("ip"), "topologySpreadConstraints", List.of("topologyKey"), "ports", List.of("containerPort", "port"));

    private StrategicMerge() {}

    /** The object with a patch applied. */
    static Node apply(Node object, Node patch) {
        if (!(patch instanceof Mapping) || patch.text(DIRECTIVE).equals("replace")) {
            return without(patch);
        }
        Map<String, Node> fields = new LinkedHashMap<>(object.fields());
        patch.fields().forEach((name, value) -> {
            if (!value.isPresent() || value.text(DIRECTIVE).equals("delete")) {
                fields.remove(name);
            } else if (!name.equals(DIRECTIVE)) {
                Node old = object.get(name);
                fields.put(name, value instanceof Sequence ? list(name, old, value) : apply(old, value));
            }
        });
        return new Mapping(fields, Map.of(), Mark.NONE);
    }

    private static Node without(Node patch) {
        if (!patch.fields().containsKey(DIRECTIVE)) {
            return patch;
        }
        Map<String, Node> fields = new LinkedHashMap<>(patch.fields());
        fields.remove(DIRECTIVE);
        return new Mapping(fields, Map.of(), Mark.NONE);
    }

    private static Node list(String name, Node old, Node patch) {
        List<String> keys = KEYS.getOrDefault(name, List.of());
        boolean whole = patch.elements().stream().anyMatch(e -> e.text(DIRECTIVE).equals("replace"));
        List<Node> elements = new ArrayList<>(keys.isEmpty() || whole ? List.of() : old.elements());
        for (Node change : patch.elements()) {
            String directive = change.text(DIRECTIVE);
            Optional<Node> same = elements.stream().filter(e -> same(e, change, keys)).findFirst();
            same.filter(s -> directive.equals("delete")).ifPresent(elements::remove);
            if (directive.isEmpty()) {
                same.ifPresentOrElse(s -> elements.set(elements.indexOf(s), apply(s, change)), () -> elements.add(change));
            }
        }
        return new Sequence(elements, Mark.NONE);
    }

    private static boolean same(Node element, Node change, List<String> keys) {
        return keys.stream().filter(k -> change.get(k).isPresent()).findFirst().filter(k -> element.text(k).equals(change.text(k)))
                .isPresent();
    }
}
