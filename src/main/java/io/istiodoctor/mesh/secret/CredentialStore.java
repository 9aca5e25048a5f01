package io.istiodoctor.mesh.secret;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets.Lookup;
import io.istiodoctor.source.Secrets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The Secrets that gateways name, each read and parsed once. */
public final class CredentialStore {
    private final Secrets secrets;
    private final Map<String, List<Resource>> named;
    private final Instant now;
    private final Map<Secrets.Name, SecretMaker> makers;
    private final Map<String, List<SecretMaker>> makersByName;
    private final Map<Secrets.Name, KeyPair> parsed = new ConcurrentHashMap<>();
    private final KeyMatch match = new KeyMatch();

    /**
     * The store of a snapshot.
     *
     * @param now the time against which certificates are judged
     */
    public CredentialStore(Inventory inventory, Instant now) {
        this.secrets = inventory.secrets();
        this.named = inventory.all(Kind.SECRET).stream().collect(Collectors.groupingBy(r -> r.ref().name()));
        this.now = now;
        List<SecretMaker> all = inventory.snapshot().resources().stream().flatMap(SecretMaker::of).toList();
        this.makers = all.stream().collect(Collectors.toMap(SecretMaker::secret, m -> m, (first, second) -> first));
        this.makersByName = all.stream().collect(Collectors.groupingBy(m -> m.secret().name()));
    }

    /** The time against which certificates are judged. */
    public Instant now() {
        return now;
    }

    /** A Secret: found, missing or unknown. One that a controller will make is unknown. */
    public Lookup find(String namespace, String name) {
        Lookup found = secrets.find(new Secrets.Name(namespace, name));
        Optional<SecretMaker> maker = found instanceof Lookup.Missing ? maker(namespace, name) : Optional.empty();
        return maker.<Lookup>map(m -> new Lookup.Unknown(m.words() + " will create Secret " + namespace + "/" + name)).orElse(found);
    }

    /** Of manifests the Secret of this name, where there is but one, and nothing copies it to other namespaces; Secrets of a cluster are not known by name alone. */
    public Optional<Resource> onlyOne(String name) {
        List<Resource> all = named.getOrDefault(name, List.of());
        return all.size() == 1 && !SecretMaker.copied(all.getFirst()) ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /** What among the manifests will make this Secret. */
    public Optional<SecretMaker> maker(String namespace, String name) {
        return Optional.ofNullable(makers.get(new Secrets.Name(namespace, name)));
    }

    /** What will make a Secret of this name, where there is but one, and nothing copies the Secret to other namespaces. */
    public Optional<SecretMaker> onlyMaker(String name) {
        List<SecretMaker> all = makersByName.getOrDefault(name, List.of());
        return all.size() == 1 && !all.getFirst().copied() ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /** Announces Secrets that will be asked for, so that a cluster is asked for them at once. */
    public void prefetch(Set<Secrets.Name> names) {
        secrets.prefetch(names);
    }

    /** What a Secret holds where it can be presented now: certificate and key belong together, and it has not ended; empty too where that is not known. */
    public Optional<KeyPair> usable(String namespace, String name) {
        return find(namespace, name) instanceof Lookup.Found found ? Optional.of(keyPair(found))
                .filter(p -> p.problem().isEmpty() && !p.mismatched() && p.notAfter().filter(now::isAfter).isEmpty()) : Optional.empty();
    }

    /** What a Secret holds. */
    public KeyPair keyPair(Lookup.Found found) {
        var ref = found.secret().ref();
        return parsed.computeIfAbsent(new Secrets.Name(ref.namespace(), ref.name()), n -> KeyPair.of(found.secret(), match));
    }
}
