package io.istiodoctor.mesh.gateway;

import io.istiodoctor.mesh.base.Clues;
import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.secret.KeyPair;
import io.istiodoctor.mesh.secret.OldSecretAgent;
import io.istiodoctor.mesh.secret.SecretMaker;
import io.istiodoctor.mesh.secret.Validity;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets.Lookup;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A Secret that a Gateway server names for its certificate, looked up where the gateway's pods run (E5). */
public final class Credential implements Subject {
    private final GatewayServer server;
    private final String field;
    private final String written;

    Credential(GatewayServer server, String field, String written) {
        this.server = server;
        this.field = field;
        this.written = written;
    }

    @Override
    public Resource resource() {
        return server.resource();
    }

    @Override
    public String path() {
        return server.path() + "." + field;
    }

    /** The server that names it. */
    @SeenByRules
    public GatewayServer server() {
        return server;
    }

    /** The name as written. */
    @SeenByRules
    public String written() {
        return written;
    }

    /** The Secret's name, without a namespace. */
    @SeenByRules
    public String secret() {
        return written.substring(written.indexOf('/') + 1);
    }

    /** Whether the server ends TLS with a Secret of Kubernetes, and gateway pods are known to read it. */
    @SeenByRules
    public boolean used() {
        return server.terminatesTls() && !written.contains("://") && !written.isEmpty() && !namespaces().isEmpty();
    }

    /** Where it is read: the namespaces of the gateway's pods. */
    @SeenByRules
    public List<String> namespaces() {
        return server.gateway().workloadNamespaces();
    }

    /** Those namespaces that have no such Secret: certainly, or most likely, where manifests hold it beside the Gateway alone. */
    @SeenByRules(certainty = "absence")
    public List<String> missingIn() {
        return used() ? namespaces().stream().filter(n -> lookup(n) instanceof Lookup.Missing || strayed(n)).toList() : List.of();
    }

    /** What it means that a namespace has no such Secret: certain, inferred where manifests may lack it, or unknown. */
    @SeenByRules
    public Certainty absence() {
        return namespaces().stream().anyMatch(n -> lookup(n) instanceof Lookup.Missing) ? Certainty.CERTAIN
                : Clues.weigh(Certainty.UNKNOWN, namespaces().stream().anyMatch(this::strayed));
    }

    // The Secret stands where no gateway's pods read it, in one place alone, and nothing says that it will be where they do.
    private boolean strayed(String namespace) {
        CredentialStore store = server.gateway().credentials();
        return lookup(namespace) instanceof Lookup.Unknown && store.maker(namespace, secret()).isEmpty()
                && (store.onlyOne(secret()).filter(this::elsewhere).isPresent() || maker().isPresent());
    }

    private boolean elsewhere(Resource object) {
        String there = object.ref().namespace();
        return !namespaces().contains(there) && Clues.comparable(object, resource()) && !server.gateway().expectedIn(there);
    }

    /** What will make a Secret of this name, and the only thing that does, where it stands in a namespace in which no gateway's pods read it. */
    @SeenByRules
    public Optional<SecretMaker> maker() {
        return server.gateway().credentials().onlyMaker(secret()).filter(m -> elsewhere(m.resource()));
    }

    /** Why it cannot be known whether the Secret exists; empty when it can. */
    @SeenByRules
    public String unknown() {
        if (!server.gateway().unknown().isEmpty() && server.terminatesTls()) {
            return server.gateway().unknown();
        }
        return used() ? namespaces().stream().map(this::lookup)
                .flatMap(l -> l instanceof Lookup.Unknown(String reason) ? Stream.of(reason) : null)
                .findFirst().filter(r -> absence() == Certainty.UNKNOWN).orElse("") : "";
    }

    /** Another namespace that has a Secret of this name: the Gateway's own, one named by it, or the only one in which manifests have it. */
    @SeenByRules
    public Optional<String> foundIn() {
        TreeSet<String> others = new TreeSet<>(List.of(namespace(), "istio-system"));
        if (written.contains("/")) {
            others.add(written.substring(0, written.indexOf('/')));
        }
        server.gateway().credentials().onlyOne(secret()).ifPresent(s -> others.add(s.ref().namespace()));
        others.removeAll(namespaces());
        return others.stream().filter(n -> lookup(n) instanceof Lookup.Found).findFirst();
    }

    /** What the Secret holds where the first gateway pod reads it; empty when it is missing or unknown. */
    @SeenByRules
    public Optional<KeyPair> keyPair() {
        return used() ? namespaces().stream().map(this::lookup)
                .flatMap(l -> l instanceof Lookup.Found f ? Stream.of(server.gateway().credentials().keyPair(f)) : null)
                .findFirst() : Optional.empty();
    }

    /** The server's hosts that the certificate is not for. */
    @SeenByRules
    public List<String> uncoveredHosts() {
        return validity().uncovered(server.hostNames());
    }

    /** Whether the certificate has ended. */
    @SeenByRules
    public boolean expired() {
        return validity().expired();
    }

    /** Whether the certificate has not begun. */
    @SeenByRules
    public boolean notYetValid() {
        return validity().notYetValid();
    }

    /** Whether the certificate ends within 30 days, or within the last third of its life where that is shorter. */
    @SeenByRules
    public boolean expiresSoon() {
        return validity().expiresSoon();
    }

    /** How many whole days the certificate still lasts. */
    @SeenByRules
    public long daysLeft() {
        return validity().daysLeft();
    }

    /** The day on which the certificate ends, in UTC: 2026-11-20. */
    @SeenByRules
    public String lastDay() {
        return validity().lastDay();
    }

    /** The day on which the certificate begins, in UTC. */
    @SeenByRules
    public String firstDay() {
        return validity().firstDay();
    }

    private Validity validity() {
        return new Validity(keyPair(), server.gateway().credentials().now());
    }

    /** Why the secret agent of gateways before 1.9 skips it: "name" when it begins with istio or prometheus, "token" when its data has one; else empty. */
    @SeenByRules
    public String reservedBy() {
        return OldSecretAgent.skips(secret(), keyPair());
    }

    /** Releases of the gateway's proxies that are known, ascending. */
    @SeenByRules
    public List<IstioVersion> versions() {
        return server.gateway().workloads().stream().flatMap(w -> w.proxyVersion().stream()).distinct().sorted().toList();
    }

    /** The oldest known release; empty when none is known. */
    @SeenByRules
    public String oldestVersion() {
        return versions().stream().findFirst().map(IstioVersion::toString).orElse("");
    }

    /** A name for the Secret that begins otherwise. */
    @SeenByRules
    public String otherName() {
        return "gateway-" + secret();
    }

    /** Whether a proxy of the gateway still has the old secret agent: from 1.1 to 1.8. */
    @SeenByRules
    public boolean oldAgent() {
        return versions().stream().anyMatch(OldSecretAgent::runs);
    }

    /** The Secrets that gateways read for it: its own, and where clients must show certificates, that of their authority. */
    List<String> reads() {
        return authority().map(a -> List.of(secret(), a)).orElse(List.of(secret()));
    }

    /** The Secret with the authority of clients' certificates; empty where clients need none, or it is no Secret. */
    @SeenByRules
    public Optional<String> authority() {
        boolean mutual = server.tlsMode().equals("MUTUAL") || server.tlsMode().equals("OPTIONAL_MUTUAL");
        String named = server.authorityName();
        return !mutual || named.contains("://") ? Optional.empty() : Optional.of(named.isEmpty() ? secret() + "-cacert" : named);
    }

    /** Whether clients must show certificates, and no Secret that the gateway reads says who may have signed them. */
    @SeenByRules
    public boolean authorityMissing() {
        boolean inItself = server.authorityName().isEmpty() && keyPair().filter(KeyPair::authority).isPresent();
        return used() && authority().isPresent() && !inItself && keyPair().isPresent()
                && namespaces().stream().map(n -> server.gateway().credentials().find(n, authority().get()))
                        .anyMatch(this::withoutAuthority);
    }

    private boolean withoutAuthority(Lookup found) {
        return found instanceof Lookup.Missing || found instanceof Lookup.Found f && !server.gateway().credentials().keyPair(f).authority();
    }

    /** A server of another Gateway on the same port of the same pods that presents this certificate, for hosts of its own. */
    @SeenByRules
    public Optional<GatewayServer> sharedWith() {
        return used() && missingIn().isEmpty() ? server.gateway().podServers().sharing(server, secret())
                .filter(s -> s.hostNames().stream().noneMatch(h -> server.hostNames().contains(h)))
                .filter(s -> s.gateway().selector().entrySet().containsAll(server.gateway().selector().entrySet())).findFirst()
                : Optional.empty();
    }

    private Lookup lookup(String namespace) {
        return server.gateway().credentials().find(namespace, secret());
    }
}
