package io.istiodoctor.conversion.ingress;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.Optional;

/** Which Ingresses istiod takes for its own (virtualservices.go, shouldProcessIngressWithClass). */
final class IngressSelection {
    private static final String ANNOTATION = "kubernetes.io/ingress.class";
    private static final String CONTROLLER = "istio.io/ingress-controller";

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
        if (input.config().ingressMode().equals("OFF")) {
            return new Choice.Left(LeftOut.of(Reason.INGRESS_OFF, at, ""));
        }
        String annotated = ingress.annotations().get(ANNOTATION);
        if (annotated != null) {
            return annotated.equals(input.config().ingressClass()) ? new Choice.Taken(Optional.empty())
                    : new Choice.Left(LeftOut.of(Reason.CLASS_OF_ANOTHER, at, annotated)
                            .because(new FieldRef(ingress.ref(), "metadata.annotations.\"" + ANNOTATION + "\"")));
        }
        Written name = Written.spec(ingress).get("ingressClassName");
        boolean everyone = input.config().ingressMode().equals("DEFAULT");
        if (!name.isPresent()) {
            return everyone ? new Choice.Taken(Optional.empty()) : new Choice.Left(LeftOut.of(Reason.INGRESS_WITHOUT_CLASS, at, ""));
        }
        return switch (input.find(Kind.INGRESS_CLASS, "", name.text().orElse(""))) {
            case Presence.Present(Resource found) -> found.spec().text("controller").equals(CONTROLLER) ? new Choice.Taken(Optional.empty())
                    : new Choice.Left(LeftOut.of(Reason.CLASS_OF_ANOTHER, at, found.ref().name()).because(name.at()).by(FieldRef.of(found.ref())));
            case Presence.Absent absent -> unknown(at, name, absent, everyone);
        };
    }

    // A class that does not exist is as none. Where that is not known, one called istio is taken to be Istio's.
    private static Choice unknown(FieldRef at, Written name, Presence.Absent absent, boolean everyone) {
        boolean istio = name.text().filter("istio"::equals).isPresent();
        return everyone || istio && !absent.likely() ? new Choice.Taken(absent.doubt())
                : new Choice.Left(LeftOut.of(Reason.CLASS_MISSING, at, name.text().orElse("")).because(name.at()).sure(absent.certainty()));
    }
}
