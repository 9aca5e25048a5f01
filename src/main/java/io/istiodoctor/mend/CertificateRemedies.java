package io.istiodoctor.mend;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.secret.KeyPair;
import io.istiodoctor.mesh.secret.SecretMaker;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.pem.SelfSigned;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.source.Secrets.Lookup;
import io.istiodoctor.trace.Obstacle.CertificateUnusable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** A Secret that is read there.
     *
     * @param fits whether its certificate names the host
     */
    record Choice(String name, boolean fits) {
        /** What has to be said of it. */
        String caveat() {
            return fits ? "" : "; its certificate does not name the host, so that clients that verify it will refuse it until it does";
        }

        int cost() {
            return fits ? 0 : 2;
        }
    }

    /** The Secrets there whose certificate names the host; where there is none, those with another certificate. */
    List<Choice> choices() {
        List<Choice> fitting = named().filter(n -> holds(namespace, n)).map(n -> new Choice(n, true)).toList();
        return fitting.isEmpty() ? named().filter(n -> sound(namespace, n)).map(n -> new Choice(n, false)).limit(2).toList() : fitting;
    }

    /** A Secret more with a certificate that nobody vouches for; offered where there is no other. */
    Optional<Remedy> selfSigned() {
        return selfSigned(site.host().replaceAll("[^a-z0-9.-]", "-").replace('.', '-') + "-cert");
    }

    private Optional<Remedy> selfSigned(String name) {
        String host = site.host();
        if (!site.tls() || !choices().isEmpty()) {
            return Optional.empty();
        }
        ObjectRef ref = new ObjectRef("v1", "Secret", namespace, name);
        SelfSigned made = site.world().certificate(host);
        Map<String, Object> data = Edits.fields("tls.crt", encoded(made.certificate()), "tls.key", encoded(made.key()));
        return Optional.of(new Remedy("Make Secret " + ref.qualifiedName() + " with a certificate for " + host
                + " that is signed by itself; clients that verify it will refuse it until there is a real one",
                new Change.Create(ref, Edits.fields("apiVersion", "v1",
                        "kind", "Secret", "type", "kubernetes.io/tls", "metadata", Edits.fields("name", ref.name(), "namespace", namespace),
                        "data", data)),
                3));
    }

    // Where the one that is named does not exist, the new one is called so.
    Optional<Remedy> made(String name) {
        boolean missing = site.world().mesh().directory().credentials().find(namespace, name) instanceof Lookup.Missing;
        return missing ? selfSigned(name) : selfSigned();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Stream<String> named() {
        Stream<String> read = site.world().all(Kind.SECRET).stream().map(Resource::ref).filter(r -> r.namespace().equals(namespace))
                .map(r -> r.name());
        Stream<String> named = site.world().mesh().gateways().stream().filter(g -> g.workloadNamespaces().contains(namespace))
                .flatMap(g -> g.servers().stream()).flatMap(s -> s.credentials().stream()).map(c -> c.name());
        return Stream.concat(read, named).distinct().sorted();
    }

    /** Whether a Secret has a certificate that names the host. */
    boolean holds(String in, String name) {
        return pair(in, name).filter(p -> p.names().stream().anyMatch(n -> HostPattern.covers(n, site.host()))).isPresent();
    }

    private boolean sound(String in, String name) {
        return pair(in, name).isPresent();
    }

    private Optional<KeyPair> pair(String in, String name) {
        return site.world().mesh().directory().credentials().usable(in, name);
    }

    /** Another Secret, or the same one where it is read. */
    Stream<Remedy> unusable(CertificateUnusable met) {
        FieldRef server = met.chain().origin();
        Stream<Remedy> moved = site.world().all(Kind.SECRET).stream()
                .filter(s -> s.ref().name().equals(met.name()) && !s.ref().namespace().equals(met.namespace()))
                .filter(s -> sound(s.ref().namespace(), met.name()))
                .map(s -> new Remedy("Move Secret " + met.name() + " from " + s.ref().namespace() + " to "
                        + met.namespace() + ", where the gateway's pods read it",
                        Edits.of(s).set("metadata.namespace", met.namespace()).change(), 2));
        Stream<Remedy> issued = site.world().mesh().directory().credentials().onlyMaker(met.name()).stream().filter(SecretMaker::movable)
                .map(m -> new Remedy(
                        "Put " + m.resource().ref() + " into " + met.namespace() + ", where the gateway's pods read the Secret",
                        Edits.of(m.resource()).set("metadata.namespace", met.namespace()).change(), 1));
        Stream<Remedy> other = site.resource(server).stream()
                .flatMap(g -> choices().stream().filter(n -> !n.name().equals(met.name())).map(n -> name(g, server, n)));
        return Stream.of(moved, issued, other, made(met.name()).stream()).flatMap(s -> s);
    }

    private static Remedy name(Resource gateway, FieldRef server, Choice secret) {
        Edits edits = Edits.of(gateway);
        if (gateway.ref().known().filter(Kind::ofGatewayApi).isPresent()) {
            edits.set(server.path() + ".tls.certificateRefs", List.of(Edits.fields("name", secret.name())));
        } else {
            edits.set(server.path() + ".tls.credentialName", secret.name());
        }
        return new Remedy("Name Secret " + secret.name() + " in " + gateway.ref() + secret.caveat(), edits.change(), 2 + secret.cost());
    }

    /** Clients without a certificate are let in. */
    Stream<Remedy> asked(FilterChain chain) {
        return site.resource(chain.origin()).filter(g -> FieldPath.parse(chain.origin().path() + ".tls.mode").in(g.root()).isPresent())
                .stream()
                .map(g -> new Remedy("Ask clients of " + g.ref() + " for no certificate (tls.mode SIMPLE)",
                        Edits.of(g).set(chain.origin().path() + ".tls.mode", "SIMPLE").change(), 3, true));
    }
}
