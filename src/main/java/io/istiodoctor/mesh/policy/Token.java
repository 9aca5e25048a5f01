package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.FieldRef;

/** The JSON Web Token that comes with a request. */
public sealed interface Token {
    /** Whatever the request's own headers, query parameters and cookies carry. */
    record AsSent() implements Token {}

    /** One with these claims, signed by its issuer, in its time, and sent where the rule for its issuer looks for it. */
    record Claiming(Claims claims) implements Token {}

    /** It was taken out of the request by the proxy before, whose rule does not keep it (forwardOriginalToken). */
    record Taken(FieldRef by) implements Token {}

    /** There may be one. */
    record Unknown(String why) implements Token {}

    /** What the request itself shows. */
    Token AS_SENT = new AsSent();
}
