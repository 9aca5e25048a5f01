package io.istiodoctor.conversion.ingress;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.ingress.IngressClaim;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.Optional;

/** Which Ingresses istiod takes for its own, and what of that is not certain. */
final class IngressSelection {
    /** Whether it takes one. */
    sealed interface Choice {
        /** It does. */
        record Taken(Optional<Doubt> doubt) implements Choice {}

        /** It does not. */
        record Left(LeftOut leftOut) implements Choice {}
    }

    private final ConversionInput input;

    IngressSelection(ConversionInput input) {
        this.input = input;
    }

    Choice of(Resource ingress) {
        FieldRef at = FieldRef.of(ingress.ref());
        Written name = Written.spec(ingress).get("ingressClassName");
        Presence named = input.find(Kind.INGRESS_CLASS, "", name.text().orElse(""));
        Optional<Resource> found = named instanceof Presence.Present(Resource present) ? Optional.of(present) : Optional.empty();
        Optional<Presence.Absent> absent = named instanceof Presence.Absent a ? Optional.of(a) : Optional.empty();
        return switch (IngressClaim.of(ingress, input.config(), found)) {
            case TAKEN -> new Choice.Taken(Optional.empty());
            case TAKEN_WITHOUT_CLASS -> new Choice.Taken(absent.flatMap(Presence.Absent::doubt));
            case OFF -> new Choice.Left(LeftOut.of(Reason.INGRESS_OFF, at, ""));
            case OTHER_ANNOTATION ->
                    new Choice.Left(LeftOut.of(Reason.CLASS_OF_ANOTHER, at, ingress.annotations().get(IngressClaim.ANNOTATION))
                            .because(new FieldRef(ingress.ref(), "metadata.annotations.\"" + IngressClaim.ANNOTATION + "\"")));
            case OTHER_CONTROLLER -> new Choice.Left(LeftOut.of(Reason.CLASS_OF_ANOTHER, at, name.text().orElse("")).because(name.at())
                    .by(FieldRef.of(found.orElseThrow().ref())));
            case NO_CLASS -> new Choice.Left(LeftOut.of(Reason.INGRESS_WITHOUT_CLASS, at, ""));
            case CLASS_MISSING -> missing(at, name, absent.orElseThrow());
        };
    }

    // Where it is not known whether the class exists, one called istio is taken to be Istio's.
    private static Choice missing(FieldRef at, Written name, Presence.Absent absent) {
        return name.text().filter("istio"::equals).isPresent() && !absent.likely() ? new Choice.Taken(absent.doubt())
                : new Choice.Left(LeftOut.of(Reason.CLASS_MISSING, at, name.text().orElse("")).because(name.at()).sure(absent.certainty()));
    }
}
