package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.secret.SecretRights;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The service account of a gateway's pods, with the Secrets that Gateways want these pods to read. */
public final class GatewayAccount implements Subject {
    private final Workload workload;
    private final List<String> secrets;
    private final SecretRights rights;

    private GatewayAccount(Workload workload, List<String> secrets, SecretRights rights) {
        this.workload = workload;
        this.secrets = List.copyOf(secrets);
        this.rights = rights;
    }

    private record Key(String namespace, String account) {}

    /** The accounts of all gateways that read Secrets, each once. */
    public static List<GatewayAccount> of(List<Gateway> gateways, SecretRights rights) {
        Map<Key, Workload> workloads = new LinkedHashMap<>();
        Map<Key, List<String>> secrets = new LinkedHashMap<>();
        for (Gateway gateway : gateways) {
            List<String> names = gateway.servers().stream().flatMap(s -> s.credentials().stream()).filter(Credential::used)
                    .map(Credential::secret).toList();
            for (Workload workload : names.isEmpty() ? List.<Workload>of()
                    : gateway.workloads().stream().filter(Workload::accountKnown).toList()) {
                Key key = new Key(workload.namespace(), workload.serviceAccount());
                workloads.merge(key, workload, (known, other) -> known.template() ? known : other);
                secrets.computeIfAbsent(key, k -> new ArrayList<>()).addAll(names);
            }
        }
        return workloads.entrySet().stream().filter(e -> !e.getValue().assumed())
                .map(e -> new GatewayAccount(e.getValue(), secrets.get(e.getKey()).stream().distinct().toList(), rights)).toList();
    }

    @Override
    public Resource resource() {
        return workload.resource();
    }

    /** The workload that runs under the account: its template where there is one. */
    @SeenByRules
    public Workload workload() {
        return workload;
    }

    /** The account's name. */
    @SeenByRules
    public String account() {
        return workload.serviceAccount();
    }

    /** Secrets that Gateways name for these pods, each once. */
    @SeenByRules
    public List<String> secrets() {
        return secrets;
    }

    /** Whether no role lets it list the Secrets of its namespace. */
    @SeenByRules(certainty = "absence", absentWhenTrue = true)
    public boolean refused() {
        return !rights.mayList(namespace(), account());
    }

    /** What it means that no role does: certain, inferred or unknown. */
    @SeenByRules
    public Certainty absence() {
        return rights.absence(namespace());
    }

    /** Why its rights are not known; empty when they are. */
    @SeenByRules
    public String unknown() {
        return rights.unknown(namespace());
    }
}
