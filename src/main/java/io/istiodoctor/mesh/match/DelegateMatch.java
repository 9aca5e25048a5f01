package io.istiodoctor.mesh.match;

import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A match of a rule that delegates together with one of its delegate (mergeHTTPMatchRequest and hasConflict of Istio). */
public final class DelegateMatch {
    private static final List<String> TEXTS = List.of("uri", "scheme", "method", "authority");
    private static final List<String> MAPS = List.of("headers", "withoutHeaders", "queryParams");

    private DelegateMatch() {}

    /** What both ask together. */
    public static Node merge(Node root, Node delegate) {
        Map<String, Node> fields = new LinkedHashMap<>(root.fields());
        fields.remove("ignoreUriCase");
        delegate.fields().forEach((name, value) -> {
            boolean map = MAPS.contains(name) || name.equals("sourceLabels");
            fields.merge(name, value, (ours, theirs) -> map ? union(ours, theirs) : theirs.isPresent() ? theirs : ours);
        });
        return new Mapping(fields, Map.of(), Mark.NONE);
    }

    private static Node union(Node ours, Node theirs) {
        Map<String, Node> fields = new LinkedHashMap<>(ours.fields());
        fields.putAll(theirs.fields());
        return new Mapping(fields, Map.of(), Mark.NONE);
    }

    /** Whether what the delegate asks lies outside of what the rule hands on, or another way to ask is used, so that istiod leaves it out. */
    public static boolean conflict(Node root, Node leaf) {
        if (TEXTS.stream().anyMatch(f -> conflicting(root.get(f), leaf.get(f)))) {
            return true;
        }
        for (String map : MAPS) {
            if (leaf.get(map).fields().entrySet().stream().anyMatch(e -> conflicting(root.get(map).get(e.getKey()), e.getValue()))) {
                return true;
            }
        }
        return root.get("ignoreUriCase").isTrue() != leaf.get("ignoreUriCase").isTrue() || differ(root, leaf, "port")
                || !root.text("sourceNamespace").isEmpty() && !root.text("sourceNamespace").equals(leaf.text("sourceNamespace"))
                || leaf.get("sourceLabels").fields().entrySet().stream().anyMatch(e -> root.get("sourceLabels").get(e.getKey()).isPresent()
                        && !root.get("sourceLabels").text(e.getKey()).equals(e.getValue().text().orElse("")))
                || gatewaysConflict(root.get("gateways"), leaf.get("gateways"));
    }

    private static boolean differ(Node root, Node leaf, String number) {
        long ours = root.get(number).number().orElse(0L);
        long theirs = leaf.get(number).number().orElse(0L);
        return ours > 0 && theirs > 0 && ours != theirs;
    }

    private static boolean gatewaysConflict(Node root, Node leaf) {
        Set<String> ours = new HashSet<>();
        root.elements().forEach(g -> g.text().ifPresent(ours::add));
        return !ours.isEmpty() && !leaf.elements().isEmpty()
                && (ours.size() < leaf.elements().size() || leaf.elements().stream().anyMatch(g -> !ours.contains(g.text().orElse(""))));
    }

    // Prefixes and exact texts fit where the delegate's lies within the root's; expressions fit with nothing.
    private static boolean conflicting(Node root, Node leaf) {
        if (!root.isPresent() || !leaf.isPresent()) {
            return false;
        }
        TextMatch ours = TextMatch.of(root, false);
        TextMatch theirs = TextMatch.of(leaf, false);
        return switch (ours.manner()) {
            case EXACT -> theirs.manner() != Manner.EXACT || !theirs.value().equals(ours.value());
            case PREFIX -> theirs.manner() != Manner.EXACT && theirs.manner() != Manner.PREFIX || !theirs.value().startsWith(ours.value());
            default -> true;
        };
    }
}
