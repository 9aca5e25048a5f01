package io.istiodoctor.mesh.ingress;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets.Lookup;
import io.istiodoctor.source.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Secret that an Ingress of Istio names for its certificate: read where the gateway's pods run, not beside the Ingress (E5). */
public final class IngressSecret implements Subject {
    private final IngressUse ingress;
    private final String path;
    private final String secret;
    private final CredentialStore credentials;

    private IngressSecret(IngressUse ingress, String path, String secret, CredentialStore credentials) {
        this.ingress = ingress;
        this.path = path;
        this.secret = secret;
        this.credentials = credentials;
    }

    /** The Secrets of all Ingresses; they are announced together, so that a cluster is asked for them at once. */
    public static List<IngressSecret> of(List<IngressUse> ingresses, CredentialStore credentials) {
        List<IngressSecret> all = ingresses.stream().flatMap(i -> of(i, credentials).stream()).toList();
        credentials.prefetch(
                all.stream().flatMap(s -> s.namespaces().stream().map(n -> new Secrets.Name(n, s.secret))).collect(Collectors.toSet()));
        return all;
    }

    private static List<IngressSecret> of(IngressUse ingress, CredentialStore credentials) {
        List<Node> entries = ingress.resource().spec().get("tls").elements();
        List<IngressSecret> found = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String name = entries.get(i).text("secretName");
            if (!name.isEmpty() && !ingress.servedBy().isEmpty()) {
                found.add(new IngressSecret(ingress, "spec.tls[" + i + "].secretName", name, credentials));
            }
        }
        return found;
    }

    @Override
    public Resource resource() {
        return ingress.resource();
    }

    @Override
    public String path() {
        return path;
    }

    /** The Secret's name. */
    @SeenByRules
    public String secret() {
        return secret;
    }

    /** The namespaces of the pods that serve Ingresses. */
    @SeenByRules
    public List<String> namespaces() {
        return ingress.servedBy().stream().map(Workload::namespace).distinct().sorted().toList();
    }

    /** Those of them that certainly have no such Secret. */
    @SeenByRules
    public List<String> missingIn() {
        return namespaces().stream().filter(n -> credentials.find(n, secret) instanceof Lookup.Missing).toList();
    }

    /** Whether it lies beside the Ingress, where no gateway looks. */
    @SeenByRules
    public boolean besideIngress() {
        return !namespaces().contains(namespace()) && credentials.find(namespace(), secret) instanceof Lookup.Found;
    }

    /** Why it is not known whether the Secret exists; empty when it is. */
    @SeenByRules
    public String unknown() {
        return namespaces().stream().map(n -> credentials.find(n, secret))
                .flatMap(l -> l instanceof Lookup.Unknown(String reason) ? Stream.of(reason) : null).findFirst().orElse("");
    }
}
