package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;

/** A rule that istiod cannot read. With it, nothing comes of the whole route. */
final class RouteRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reason reason;
    private final transient Written cause;

    RouteRefused(Reason reason, Written cause, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.cause = cause;
    }

    /** Why. */
    Reason reason() {
        return reason;
    }

    /** What is left out. */
    LeftOut leftOut() {
        return LeftOut.of(reason, new FieldRef(cause.at().object(), "spec.rules"), getMessage()).because(cause.at());
    }
}
