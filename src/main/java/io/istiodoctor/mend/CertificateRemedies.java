package io.istiodoctor.mend;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.secret.KeyPair;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.source.Secrets.Lookup;
import io.istiodoctor.trace.Obstacle.CertificateUnusable;
import java.util.List;
import java.util.stream.Stream;

/** Certificates of servers: which Secret has one for the host, and what is wrong with the one that is named. */
final class CertificateRemedies {
    private final Site site;
    private final String namespace;

    /** @param namespace where the gateway's pods read Secrets */
    CertificateRemedies(Site site, String namespace) {
        this.site = site;
        this.namespace = namespace;
    }

    CertificateRemedies(Site site, Workload pod) {
        this(site, pod.namespace());
    }

    /** The names of the Secrets there whose certificate holds for the host. */
    List<String> usable() {
        Stream<String> read = site.world().all(Kind.SECRET).stream().map(Resource::ref).filter(r -> r.namespace().equals(namespace)).map(r -> r.name());
        Stream<String> named = site.world().mesh().gateways().stream().filter(g -> g.workloadNamespaces().contains(namespace))
                .flatMap(g -> g.servers().stream()).flatMap(s -> s.credentials().stream()).map(c -> c.name());
        return Stream.concat(read, named).distinct().sorted().filter(this::holds).toList();
    }

    private boolean holds(String name) {
        return holds(namespace, name);
    }

    boolean holds(String in, String name) {
        CredentialStore store = site.world().mesh().directory().credentials();
        return store.find(in, name) instanceof Lookup.Found found && good(store, store.keyPair(found));
    }

    private boolean good(CredentialStore store, KeyPair pair) {
        return pair.problem().isEmpty() && !pair.mismatched() && pair.notAfter().filter(store.now()::isAfter).isEmpty()
                && pair.names().stream().anyMatch(n -> HostPattern.covers(n, site.host()));
    }

    /** Another Secret, or the same one where it is read. */
    Stream<Remedy> unusable(CertificateUnusable met) {
        FieldRef server = met.chain().origin();
        Stream<Remedy> moved = site.world().all(Kind.SECRET).stream().filter(s -> s.ref().name().equals(met.name()) && !s.ref().namespace().equals(met.namespace()))
                .filter(s -> holds(s.ref().namespace(), met.name())).map(s -> new Remedy("Move Secret " + met.name() + " from " + s.ref().namespace() + " to "
                        + met.namespace() + ", where the gateway's pods read it", Edits.of(s).set("metadata.namespace", met.namespace()).change(), 2));
        Stream<Remedy> other = site.resource(server).stream().flatMap(g -> usable().stream().filter(n -> !n.equals(met.name())).map(n -> name(g, server, n)));
        return Stream.concat(moved, other);
    }

    private static Remedy name(Resource gateway, FieldRef server, String secret) {
        Edits edits = Edits.of(gateway);
        if (gateway.ref().apiVersion().startsWith("gateway.networking.k8s.io")) {
            edits.set(server.path() + ".tls.certificateRefs", List.of(Edits.fields("name", secret)));
        } else {
            edits.set(server.path() + ".tls.credentialName", secret);
        }
        return new Remedy("Name Secret " + secret + " in " + gateway.ref() + ", which has a certificate for the host", edits.change(), 2);
    }

    /** Clients without a certificate are let in. */
    Stream<Remedy> asked(FilterChain chain) {
        return site.resource(chain.origin()).filter(g -> FieldPath.parse(chain.origin().path() + ".tls.mode").in(g.root()).isPresent()).stream()
                .map(g -> new Remedy("Ask clients of " + g.ref() + " for no certificate (tls.mode SIMPLE)",
                        Edits.of(g).set(chain.origin().path() + ".tls.mode", "SIMPLE").change(), 3, true));
    }
}
