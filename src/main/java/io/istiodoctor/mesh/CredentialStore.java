package io.istiodoctor.mesh;

import io.istiodoctor.source.Secrets;
import io.istiodoctor.source.Secrets.Lookup;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The Secrets that gateways name, each read and parsed once. */
public final class CredentialStore {
    private final Secrets secrets;
    private final Instant now;
    private final Set<Secrets.Name> issued;
    private final Map<Secrets.Name, KeyPair> parsed = new HashMap<>();

    /**
     * The store.
     *
     * @param issued Secrets that a cert-manager Certificate in the input will create
     * @param now the time against which certificates are judged
     */
    CredentialStore(Secrets secrets, Set<Secrets.Name> issued, Instant now) {
        this.secrets = secrets;
        this.now = now;
        this.issued = Set.copyOf(issued);
    }

    /** The time against which certificates are judged. */
    public Instant now() {
        return now;
    }

    /** Looks a Secret up. */
    public Lookup find(String namespace, String name) {
        Secrets.Name wanted = new Secrets.Name(namespace, name);
        Lookup found = secrets.find(wanted);
        return found instanceof Lookup.Missing && issued.contains(wanted)
                ? new Lookup.Unknown("a Certificate of cert-manager will create Secret " + namespace + "/" + name) : found;
    }

    /** Announces Secrets that will be asked for, so that a cluster is asked for them at once. */
    public void prefetch(Set<Secrets.Name> names) {
        secrets.prefetch(names);
    }

    /** What a Secret holds for a server. */
    public KeyPair keyPair(Lookup.Found found) {
        var ref = found.secret().ref();
        return parsed.computeIfAbsent(new Secrets.Name(ref.namespace(), ref.name()), n -> KeyPair.of(found.secret()));
    }
}
