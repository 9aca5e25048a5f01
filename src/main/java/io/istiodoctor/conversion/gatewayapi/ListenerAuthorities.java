package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets.Lookup;
import java.util.List;
import java.util.Optional;

/** The authority against which a listener checks its clients' certificates (conversion.go, buildTLS and buildCaCertificateReference). */
final class ListenerAuthorities {
    private static final String SUFFIX = "-cacert";

    /**
     * What comes of the authority.
     *
     * @param fatal why the listener cannot be served; empty when it can
     */
    record Result(Part settings, List<LeftOut> fatal) {}

    /** Whether the object holds what it shall. */
    private record Found(Optional<Reason> problem, Optional<Doubt> doubt, Certainty certainty) {
        private static final Found FINE = new Found(Optional.empty(), Optional.empty(), Certainty.CERTAIN);

        static Found problem(Reason reason, Certainty certainty) {
            return new Found(Optional.of(reason), Optional.empty(), certainty);
        }
    }

    private final ConversionInput input;
    private final ReferenceGrants grants;

    ListenerAuthorities(ConversionInput input, ReferenceGrants grants) {
        this.input = input;
        this.grants = grants;
    }

    Result of(GatewayListener listener, Written validation, Part settings) {
        Written references = validation.get("caCertificateRefs");
        if (references.elements().size() > 1) {
            return new Result(settings, List.of(LeftOut.of(Reason.AUTHORITIES_TOO_MANY, listener.at(), "").because(references.at())));
        }
        Written reference = references.elements().getFirst();
        String namespace = reference.text("namespace", listener.namespace());
        String name = reference.text("name");
        Kind kind = switch (reference.text("kind")) {
            case "ConfigMap" -> Kind.CONFIG_MAP;
            case "Secret" -> Kind.SECRET;
            default -> null;
        };
        LeftOut lost = LeftOut.of(Reason.AUTHORITY_KIND, listener.at(), reference.text("kind")).because(reference.at());
        if (kind == null || !reference.text("group").isEmpty()) {
            return new Result(settings, List.of(lost));
        }
        FieldRef object = FieldRef.of(new ObjectRef("v1", kind.kind(), namespace, name));
        Found found = kind == Kind.SECRET ? secret(namespace, name) : configMap(input.find(kind, namespace, name));
        // A grant must name the certificate as istiod calls it, not as the object is called.
        Optional<Presence.Absent> grant = grants.missing(listener.ownerKind(), listener.namespace(), Optional.of(kind), namespace,
                name + SUFFIX);
        Optional<Reason> problem = found.problem().or(() -> grant.filter(Presence.Absent::likely).map(g -> Reason.AUTHORITY_NOT_GRANTED));
        if (problem.isPresent()) {
            Certainty certainty = found.problem().isPresent() ? found.certainty() : grant.get().certainty();
            return new Result(settings,
                    List.of(new LeftOut(problem.get(), lost.at(), lost.cause(), Optional.of(object), namespace + "/" + name, certainty)));
        }
        String prefix = kind == Kind.SECRET ? "kubernetes-gateway" : "configmap";
        Part made = Part.of(prefix + "://" + namespace + "/" + name + SUFFIX, reference.at());
        return new Result(
                settings.with("caCertCredentialName", found.doubt().or(() -> grant.flatMap(Presence.Absent::doubt)).map(made::doubted)
                        .orElse(made)),
                List.of());
    }

    private Found secret(String namespace, String name) {
        return switch (input.credentials().find(namespace, name)) {
            case Lookup.Missing missing -> Found.problem(Reason.AUTHORITY_MISSING, Certainty.CERTAIN);
            case Lookup.Unknown(String reason) ->
                    new Found(Optional.empty(), Optional.of(new Doubt(Certainty.UNKNOWN, reason)), Certainty.CERTAIN);
            case Lookup.Found(Resource found) -> CertificateAuthority.readableInSecret(found.root().get("data")) ? Found.FINE
                    : Found.problem(Reason.AUTHORITY_INVALID, Certainty.CERTAIN);
        };
    }

    private static Found configMap(Presence presence) {
        return switch (presence) {
            case Presence.Present(Resource found) -> CertificateAuthority.readable(found.root().get("data")) ? Found.FINE
                    : Found.problem(Reason.AUTHORITY_INVALID, Certainty.CERTAIN);
            case Presence.Absent absent when absent.likely() -> Found.problem(Reason.AUTHORITY_MISSING, absent.certainty());
            case Presence.Absent absent -> new Found(Optional.empty(), absent.doubt(), Certainty.CERTAIN);
        };
    }
}
