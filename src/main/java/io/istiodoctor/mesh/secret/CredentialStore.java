package io.istiodoctor.mesh.secret;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets.Lookup;
import io.istiodoctor.source.Secrets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The Secrets that gateways name, each read and parsed once. */
public final class CredentialStore {
    private static final List<String> COPIERS = List.of("reflector", "replicator", "kubed", "replicate");

    private final Secrets secrets;
    private final Map<String, List<Resource>> named;
    private final Instant now;
    private final Set<Secrets.Name> issued;
    private final Map<Secrets.Name, KeyPair> parsed = new ConcurrentHashMap<>();

    /**
     * The store of a snapshot.
     *
     * @param now the time against which certificates are judged
     */
    public CredentialStore(Inventory inventory, Instant now) {
        this.secrets = inventory.secrets();
        this.named = inventory.all(Kind.SECRET).stream().collect(Collectors.groupingBy(r -> r.ref().name()));
        this.now = now;
        this.issued = issued(inventory);
    }

    // Secrets that a Certificate of cert-manager in the input will create, or another controller of an object of their own name.
    private static Set<Secrets.Name> issued(Inventory inventory) {
        Set<Secrets.Name> issued = new HashSet<>();
        for (Resource r : inventory.snapshot().resources()) {
            Node secret = r.spec().get("secretName");
            if (r.ref().kind().equals("Certificate") && r.ref().apiVersion().startsWith("cert-manager.io/")) {
                secret.text().ifPresent(s -> issued.add(new Secrets.Name(r.ref().namespace(), s)));
            } else if (r.ref().kind().equals("SealedSecret") || r.ref().kind().equals("ExternalSecret")) {
                issued.add(new Secrets.Name(r.ref().namespace(), r.ref().name()));
                r.spec().get("target").get("name").text().ifPresent(s -> issued.add(new Secrets.Name(r.ref().namespace(), s)));
            }
        }
        return Set.copyOf(issued);
    }

    /** The time against which certificates are judged. */
    public Instant now() {
        return now;
    }

    /** A Secret: found, missing or unknown. One that cert-manager will create is unknown. */
    public Lookup find(String namespace, String name) {
        Secrets.Name wanted = new Secrets.Name(namespace, name);
        Lookup found = secrets.find(wanted);
        return found instanceof Lookup.Missing && issued.contains(wanted)
                ? new Lookup.Unknown("a Certificate of cert-manager will create Secret " + namespace + "/" + name) : found;
    }

    /** Of manifests the Secret of this name, where there is but one, and nothing copies it to other namespaces; Secrets of a cluster are not known by name alone. */
    public Optional<Resource> onlyOne(String name) {
        List<Resource> all = named.getOrDefault(name, List.of());
        return all.size() == 1 && !copied(all.getFirst()) ? Optional.of(all.getFirst()) : Optional.empty();
    }

    private static boolean copied(Resource secret) {
        return secret.annotations().keySet().stream().anyMatch(k -> COPIERS.stream().anyMatch(k::contains));
    }

    /** Whether something among the manifests will make a Secret of this name: a Certificate, or a sealed or external Secret. */
    public boolean awaited(String namespace, String name) {
        return issued.contains(new Secrets.Name(namespace, name));
    }

    /** Announces Secrets that will be asked for, so that a cluster is asked for them at once. */
    public void prefetch(Set<Secrets.Name> names) {
        secrets.prefetch(names);
    }

    /** What a Secret holds. */
    public KeyPair keyPair(Lookup.Found found) {
        var ref = found.secret().ref();
        return parsed.computeIfAbsent(new Secrets.Name(ref.namespace(), ref.name()), n -> KeyPair.of(found.secret()));
    }
}
