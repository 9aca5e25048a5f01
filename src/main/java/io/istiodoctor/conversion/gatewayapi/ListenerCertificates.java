package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.secret.KeyPair;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.source.Secrets.Lookup;
import java.util.List;
import java.util.Optional;

/** The certificates of a listener (conversion.go, buildTLS and buildSecretReference). */
final class ListenerCertificates {
    private static final int MOST = 2;

    /**
     * What comes of a listener's certificates.
     *
     * @param fatal why the listener cannot be served; empty when it can
     * @param leftOut certificates that are left out, where others remain
     * @param none whether there is no certificate at all; istiod does not mind
     */
    record Result(Part settings, List<LeftOut> fatal, List<LeftOut> leftOut, boolean none) {}

    /** One certificate: the name by which istiod finds it, or why it is left out. */
    private record Found(Optional<Part> name, Optional<LeftOut> problem) {}

    private final ConversionInput input;
    private final ReferenceGrants grants;

    ListenerCertificates(ConversionInput input, ReferenceGrants grants) {
        this.input = input;
        this.grants = grants;
    }

    Result of(GatewayListener listener, Part settings) {
        Written references = listener.tls().get("certificateRefs");
        List<Written> all = references.elements();
        if (all.size() > MOST) {
            return new Result(settings, List.of(LeftOut.of(Reason.CERTIFICATES_TOO_MANY, listener.at(), "").because(references.at())),
                    List.of(), false);
        }
        List<Found> found = all.stream().map(r -> find(listener, r)).toList();
        List<Part> names = found.stream().flatMap(f -> f.name().stream()).toList();
        List<LeftOut> problems = found.stream().flatMap(f -> f.problem().stream()).toList();
        if (names.isEmpty()) {
            return new Result(settings, problems.stream().map(p -> lost(listener, p)).toList(), List.of(), all.isEmpty());
        }
        if (names.size() > 1) {
            return new Result(settings.with("credentialNames", Part.list(names, references.at())), List.of(), List.of(), false);
        }
        // Of two certificates the name of the first is taken, even where only the second can be used: the server then has none.
        Part only = found.getFirst().name().orElseGet(() -> Part.of("", all.getFirst().at()));
        return new Result(settings.with("credentialName", only), List.of(), problems, false);
    }

    private static LeftOut lost(GatewayListener listener, LeftOut problem) {
        return new LeftOut(problem.reason(), listener.at(), problem.cause(), problem.by(), problem.detail(), problem.certainty());
    }

    private Found find(GatewayListener listener, Written reference) {
        String namespace = reference.text("namespace", listener.namespace());
        String name = reference.text("name");
        FieldRef secret = FieldRef.of(new ObjectRef("v1", "Secret", namespace, name));
        if (!reference.text("kind", "Secret").equals("Secret") || !reference.text("group").isEmpty()) {
            return problem(LeftOut.of(Reason.CERTIFICATE_KIND, reference.at(), reference.text("kind", "Secret")));
        }
        Optional<Doubt> doubt = Optional.empty();
        switch (input.credentials().find(namespace, name)) {
            case Lookup.Missing missing -> {
                return problem(LeftOut.of(Reason.CERTIFICATE_MISSING, reference.at(), namespace + "/" + name).by(secret));
            }
            case Lookup.Unknown(String reason) -> doubt = Optional.of(new Doubt(Certainty.UNKNOWN, reason));
            case Lookup.Found found -> {
                KeyPair pair = input.credentials().keyPair(found);
                if (!pair.problem().isEmpty() || pair.mismatched()) {
                    return problem(LeftOut.of(Reason.CERTIFICATE_INVALID, reference.at(), pair.mismatched() ? "mismatched" : pair.problem())
                            .by(secret));
                }
            }
        }
        Optional<Presence.Absent> grant = grants.missing(listener.ownerKind(), listener.namespace(), Optional.of(Kind.SECRET), namespace,
                name);
        if (grant.isPresent() && grant.get().likely()) {
            return problem(LeftOut.of(Reason.CERTIFICATE_NOT_GRANTED, reference.at(), namespace + "/" + name).by(secret)
                    .sure(grant.get().certainty()));
        }
        Part made = Part.of("kubernetes-gateway://" + namespace + "/" + name, reference.at());
        return new Found(Optional.of(doubt.or(() -> grant.flatMap(Presence.Absent::doubt)).map(made::doubted).orElse(made)),
                Optional.empty());
    }

    private static Found problem(LeftOut problem) {
        return new Found(Optional.empty(), Optional.of(problem));
    }
}
