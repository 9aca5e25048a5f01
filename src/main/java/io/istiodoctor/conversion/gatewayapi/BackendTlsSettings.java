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
import java.util.List;
import java.util.Optional;

/** The client's TLS settings that a BackendTLSPolicy asks for (backend_policies.go, getBackendTLSCredentialName). */
final class BackendTlsSettings {
    /** A reference to nothing, so that no connection comes about. */
    private static final String NEVER = "invalid://";

    private final ConversionInput input;
    private final List<LeftOut> leftOut;

    BackendTlsSettings(ConversionInput input, List<LeftOut> leftOut) {
        this.input = input;
        this.leftOut = leftOut;
    }

    Part of(Resource policy) {
        Written validation = Written.spec(policy).get("validation");
        Part made = Part.mapping(validation.at()).with("mode", "SIMPLE", validation.at());
        Written hostname = validation.get("hostname");
        made = hostname.isPresent() ? made.with("sni", Part.of(hostname)) : made;
        List<Part> names = validation.get("subjectAltNames").elements().stream().flatMap(n -> switch (n.text("type")) {
            case "Hostname" -> Optional.of(Part.of(n.get("hostname"))).stream();
            case "URI" -> Optional.of(Part.of(n.get("uri"))).stream();
            default -> Optional.<Part>empty().stream();
        }).toList();
        made = names.isEmpty() ? made : made.with("subjectAltNames", Part.list(names, validation.get("subjectAltNames").at()));
        Written authorities = validation.get("caCertificateRefs");
        return validation.get("wellKnownCACertificates").isPresent() || authorities.elements().isEmpty() ? made
                : made.with("credentialName", authority(policy, authorities.elements().getFirst()));
    }

    private Part authority(Resource policy, Written reference) {
        String namespace = policy.ref().namespace();
        String name = reference.text("name");
        String credential = "configmap://" + namespace + "/" + name;
        FieldRef object = FieldRef.of(new ObjectRef("v1", reference.text("kind"), namespace, name));
        if (!reference.text("kind").equals("ConfigMap") || !reference.text("group").isEmpty()) {
            return never(reference, Reason.AUTHORITY_KIND, object, Certainty.CERTAIN);
        }
        return switch (input.find(Kind.CONFIG_MAP, namespace, name)) {
            case Presence.Present(Resource found) ->
                    CertificateAuthority.filled(found.root().get("data")) ? Part.of(credential, reference.at())
                            : never(reference, Reason.AUTHORITY_INVALID, object, Certainty.CERTAIN);
            case Presence.Absent absent when absent.likely() -> {
                Part none = never(reference, Reason.AUTHORITY_MISSING, object, absent.certainty());
                yield absent.doubt().map(none::doubted).orElse(none);
            }
            case Presence.Absent absent ->
                    Part.of(credential, reference.at()).doubted(absent.doubt().orElse(new Doubt(Certainty.UNKNOWN, absent.reason())));
        };
    }

    private Part never(Written reference, Reason reason, FieldRef object, Certainty certainty) {
        leftOut.add(LeftOut.of(reason, reference.at(), reference.text("kind") + " " + object.object().qualifiedName()).by(object)
                .sure(certainty));
        return Part.of(NEVER, reference.at());
    }
}
