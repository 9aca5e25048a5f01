package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.conversion.UnservedSubject;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A BackendTLSPolicy of which something comes to nothing, and what would let something come of it.
 *
 * @param unserved what is left out, and why
 */
public record UnservedPolicy(@SeenByRules Unserved unserved, ConversionInput input) implements UnservedSubject {
    /** Those among all that is left out. */
    public static List<UnservedPolicy> of(Mesh mesh, List<Unserved> unserved) {
        ConversionInput input = ConversionInput.of(mesh);
        return unserved.stream().filter(u -> u.resource().ref().known().filter(k -> k == Kind.BACKEND_TLS_POLICY).isPresent())
                .map(u -> new UnservedPolicy(u, input)).toList();
    }

    /** The name beside the policy that is much like the one that it names for its target. */
    @SeenByRules
    public Optional<String> nearestTarget() {
        Node reference = reference();
        return target().flatMap(ObjectRef::known).flatMap(kind -> Nearest.name(reference.text("name"),
                beside(kind).map(ObjectRef::name).filter(n -> free(kind.kind(), n, reference.text("sectionName"))).toList()));
    }

    private Stream<ObjectRef> beside(Kind kind) {
        return input.all(kind).stream().map(Resource::ref).filter(r -> r.namespace().equals(namespace()));
    }

    // One policy may name a target several times only where each says for which port.
    private boolean free(String kind, String name, String section) {
        Node asked = FieldPath.parse(unserved.part()).in(resource().root());
        return input.all(Kind.BACKEND_TLS_POLICY).stream().filter(p -> p.ref().namespace().equals(namespace()))
                .noneMatch(p -> targets(p).stream().filter(t -> t != asked && t.text("kind").equals(kind) && t.text("name").equals(name))
                        .anyMatch(t -> t.text("sectionName").equals(section)
                                || p == resource() && (section.isEmpty() || t.text("sectionName").isEmpty())));
    }

    private static List<Node> targets(Resource policy) {
        return policy.spec().get("targetRefs").elements();
    }

    /** The name of the target's port that was most likely meant, and that no policy is for: one of much the same name, the one whose number was written, or the only one. */
    @SeenByRules
    public Optional<String> nearestPort() {
        String asked = reference().text().orElse("");
        List<Node> ports = ports().stream()
                .filter(p -> !p.text("name").isEmpty() && target().filter(t -> free(t.kind(), t.name(), p.text("name")))
                        .isPresent())
                .toList();
        return Nearest.name(asked, ports.stream().map(p -> p.text("name")).toList())
                .or(() -> ports.stream().filter(p -> p.text("port").equals(asked) || p.text("number").equals(asked)).findFirst()
                        .or(() -> ports.stream().findFirst().filter(p -> ports().size() == 1)).map(p -> p.text("name")));
    }

    /** Whether the target has but one port, and that has no name, so that the policy need not name it. */
    @SeenByRules
    public boolean portNeedless() {
        List<Node> ports = ports();
        return ports.size() == 1 && ports.getFirst().text("name").isEmpty()
                && target().filter(t -> free(t.kind(), t.name(), "")).isPresent();
    }

    private Optional<ObjectRef> target() {
        return unserved.leftOut().by().map(FieldRef::object);
    }

    private List<Node> ports() {
        return target().flatMap(t -> t.known().map(k -> input.find(k, t.namespace(), t.name())))
                .map(p -> p instanceof Presence.Present(Resource target) ? target.spec().get("ports").elements() : List.<Node>of())
                .orElse(List.of());
    }

    /** Whether the older policy that has the target asks for the same TLS, so that nothing is lost without this one. */
    @SeenByRules
    public boolean repeats() {
        return target().map(t -> input.find(Kind.BACKEND_TLS_POLICY, t.namespace(), t.name()))
                .filter(p -> p instanceof Presence.Present(Resource older) && Stream.of("validation", "options")
                        .allMatch(f -> older.spec().get(f).same(resource().spec().get(f))))
                .isPresent();
    }

    /** Whether it has no other target. */
    @SeenByRules
    public boolean onlyTarget() {
        return targets(resource()).size() == 1;
    }

    /** Whether there is a Service of the name that it gives to something else, which no policy is for yet. */
    @SeenByRules
    public boolean serviceOfThatName() {
        Node reference = reference();
        return beside(Kind.SERVICE).anyMatch(s -> s.name().equals(reference.text("name")))
                && free("Service", reference.text("name"), reference.text("sectionName"));
    }

    /** The ConfigMap beside the policy with an authority, of the name that it asks for, or of one much like it. */
    @SeenByRules
    public Optional<String> fittingAuthority() {
        return CertificateAuthority.named(input, namespace(), reference().text("name"));
    }

    /** The ConfigMap that it names, where the authority's certificates stand under another name than ca.crt. */
    @SeenByRules
    public Optional<MisnamedAuthority> misnamedAuthority() {
        return input.find(Kind.CONFIG_MAP, namespace(), reference().text("name")) instanceof Presence.Present(Resource found)
                ? CertificateAuthority.misnamed(found).map(n -> new MisnamedAuthority(found, n)) : Optional.empty();
    }

    /** Whether the Secret of that name holds an authority; of manifests only, since no Secret of a cluster is read for it. */
    @SeenByRules
    public boolean authorityInSecret() {
        return input.all(Kind.SECRET).stream().anyMatch(s -> s.ref().namespace().equals(namespace())
                && s.ref().name().equals(reference().text("name")) && CertificateAuthority.readableInSecret(s.root().get("data")));
    }

    private Node reference() {
        return FieldPath.parse(path()).in(resource().root());
    }
}
