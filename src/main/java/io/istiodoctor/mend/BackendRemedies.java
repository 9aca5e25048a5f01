package io.istiodoctor.mend;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mend.DestinationRemedies.Target;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.config.ClusterName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Backends of routes of the Gateway API that do not exist, or may not be named from there. */
final class BackendRemedies {
    private final Site site;
    private final Target target;

    BackendRemedies(Site site, Target target) {
        this.site = site;
        this.target = target;
    }

    Stream<Remedy> all() {
        String rule = RuleRemedies.rulePath(target.field());
        List<LeftOut> reasons = site.world().proxies().unconverted().stream().filter(l -> l.at().object().equals(target.owner().ref()))
                .filter(l -> l.at().path().startsWith(rule + ".") || l.at().path().equals(rule)).toList();
        return reasons.stream().flatMap(this::remedies);
    }

    private Stream<Remedy> remedies(LeftOut left) {
        Node backend = FieldPath.parse(left.at().path()).in(target.owner().root());
        String namespace = backend.text("namespace").isEmpty() ? target.owner().ref().namespace() : backend.text("namespace");
        Target field = new Target(target.owner(), left.at());
        return switch (left.reason()) {
            case BACKEND_NOT_GRANTED -> Stream.of(granted(site, target.owner().ref(), "Service", namespace));
            case BACKEND_MISSING -> new DestinationRemedies(site).services(field,
                    ClusterName.outbound(backend.get("port").number().orElse(0L), "", backend.text("name") + "." + namespace));
            case BACKENDS_WEIGHTLESS -> new DestinationRemedies(site).weightless(Optional.of(left.at()));
            default -> Stream.empty();
        };
    }

    /** A ReferenceGrant by which objects of a kind and namespace may name what is in another. */
    static Remedy granted(Site site, ObjectRef from, String toKind, String namespace) {
        Map<String, Object> source = Edits.fields("group", Kind.KUBERNETES_GATEWAY.group(), "kind", from.kind(), "namespace",
                from.namespace());
        String title = "Allow " + from.kind() + "s of " + from.namespace() + " to name " + toKind + "s of " + namespace;
        Optional<Resource> known = site.world().all(Kind.REFERENCE_GRANT).stream().filter(g -> g.ref().namespace().equals(namespace))
                .filter(g -> g.spec().get("to").elements().stream()
                        .anyMatch(t -> t.text("kind").equals(toKind) && t.text("name").isEmpty()))
                .findFirst();
        if (known.isPresent()) {
            return new Remedy(title, Edits.of(known.get()).append("spec.from", source).change(), 2);
        }
        ObjectRef ref = new ObjectRef("gateway.networking.k8s.io/v1beta1", "ReferenceGrant", namespace,
                "from-" + from.namespace() + "-to-" + toKind.toLowerCase(Locale.ROOT) + "s");
        return new Remedy(title, new Change.Create(ref, Edits.fields("apiVersion", ref.apiVersion(), "kind", ref.kind(), "metadata",
                Edits.fields("name", ref.name(), "namespace", namespace), "spec", Edits.fields("from", List.of(source), "to",
                        List.of(Edits.fields("group", "", "kind", toKind))))),
                2);
    }
}
