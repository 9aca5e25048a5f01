package io.istiodoctor.mesh.secret;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which service accounts may list the Secrets of their namespace. istiod asks this of the API server before it gives a gateway's pods a
 * certificate (credentials/kube/secrets.go, Authorize).
 */
public final class SecretRights {
    private static final List<Kind> KINDS = List.of(Kind.ROLE, Kind.ROLE_BINDING, Kind.CLUSTER_ROLE, Kind.CLUSTER_ROLE_BINDING);

    private final Inventory inventory;
    private final Map<String, Boolean> roles = new HashMap<>();
    private final Map<String, List<Resource>> bindings = new HashMap<>();

    /** The rights that the roles of a snapshot give. */
    public SecretRights(Inventory inventory) {
        this.inventory = inventory;
        inventory.all(Kind.ROLE).forEach(r -> roles.put("Role " + r.ref().qualifiedName(), listsSecrets(r)));
        inventory.all(Kind.CLUSTER_ROLE).forEach(r -> roles.put("ClusterRole " + r.ref().name(), listsSecrets(r)));
        Stream.concat(inventory.all(Kind.ROLE_BINDING).stream(), inventory.all(Kind.CLUSTER_ROLE_BINDING).stream())
                .forEach(b -> bindings.computeIfAbsent(b.ref().namespace(), n -> new ArrayList<>()).add(b));
    }

    private static boolean listsSecrets(Resource role) {
        return role.root().get("rules").elements().stream().anyMatch(r -> has(r, "apiGroups", "") && has(r, "resources", "secrets")
                && has(r, "verbs", "list") && r.get("resourceNames").elements().isEmpty());
    }

    private static boolean has(Node rule, String field, String wanted) {
        return rule.get(field).elements().stream().flatMap(v -> v.text().stream()).anyMatch(v -> v.equals(wanted) || v.equals("*"));
    }

    /** Whether a role lets a service account list the Secrets of its namespace. */
    public boolean mayList(String namespace, String account) {
        return Stream.concat(bindings.getOrDefault(namespace, List.of()).stream(), bindings.getOrDefault("", List.of()).stream())
                .filter(b -> b.root().get("subjects").elements().stream().anyMatch(s -> is(s, namespace, account)))
                .anyMatch(b -> roles.getOrDefault(role(b), false));
    }

    private static String role(Resource binding) {
        Node role = binding.root().get("roleRef");
        return role.text("kind").equals("Role") ? "Role " + binding.ref().namespace() + "/" + role.text("name")
                : "ClusterRole " + role.text("name");
    }

    private static boolean is(Node subject, String namespace, String account) {
        return switch (subject.text("kind")) {
            case "ServiceAccount" -> subject.text("name").equals(account)
                    && (subject.text("namespace").isEmpty() || subject.text("namespace").equals(namespace));
            case "User" -> subject.text("name").equals("system:serviceaccount:" + namespace + ":" + account);
            case "Group" -> List.of("system:serviceaccounts", "system:authenticated", "system:serviceaccounts:" + namespace)
                    .contains(subject.text("name"));
            default -> false;
        };
    }

    /** What it means that nothing grants the right in a namespace: as little as is known of roles and of who has them. */
    public Certainty absence(String namespace) {
        return KINDS.stream().map(k -> inventory.coverage(k).absenceIn(namespace)).max(Comparator.naturalOrder()).orElseThrow();
    }

    /** Why it is not known who has which rights; empty when it is. */
    public String unknown(String namespace) {
        // Every cluster has cluster roles; a cluster's input without any role was made without them.
        return roles.isEmpty() ? "no roles are part of the input"
                : KINDS.stream().map(inventory::coverage).filter(c -> c.absenceIn(namespace) == Certainty.UNKNOWN).map(Coverage::reason)
                        .findFirst().orElse("");
    }
}
