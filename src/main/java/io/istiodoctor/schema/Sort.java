package io.istiodoctor.schema;

/** What can be the matter with a field. */
public enum Sort {
    /** No release knows it; choices are the fields that could stand there. */
    UNKNOWN_FIELD(false),
    /** A later release than the mesh's brought it; wanted is that release. */
    NEWER_FIELD(false),
    /** An earlier release was the last to have it; wanted is that release. */
    REMOVED_FIELD(false),
    /** The API version is not served any more; wanted is the one that is, empty when there is none. */
    REMOVED_VERSION,
    /** A name that only later releases of Kubernetes take; wanted is the first of them. */
    NEWER_FORM(false),
    /** It has another type; wanted is the type: object, array, string, integer, number, boolean. */
    WRONG_TYPE,
    /** It is not there, and has to be. */
    MISSING,
    /** It is none of the choices. */
    NO_CHOICE,
    /** A number that is too small; wanted is the smallest. */
    TOO_SMALL,
    /** A number that is too large; wanted is the largest. */
    TOO_LARGE,
    /** A text or list that is too short; wanted is the least length. */
    TOO_SHORT,
    /** A text or list that is too long; wanted is the greatest length. */
    TOO_LONG,
    /** A text that does not match a pattern; wanted is the pattern. */
    NO_MATCH,
    /** A text that has another form; wanted is the form's name: ipv4, date-time, host-name, port-name, and so on. */
    MALFORMED,
    /** A key that has another form; wanted is the form's name, as of a malformed text. */
    MALFORMED_KEY,
    /** It stands there twice; wanted is what makes two alike. */
    DUPLICATE,
    /** It cannot stand beside another; wanted is the other. */
    EXCLUDED,
    /** None of the choices is there, and one has to be. */
    NONE_OF,
    /** A rule of the definition does not hold; wanted is what the definition says of it. */
    BROKEN_RULE,
    /** Istio does not support it. */
    UNSUPPORTED,
    /** A name that none of the choices takes in. */
    UNCOVERED,
    /** It has to be the last of its list. */
    NOT_LAST,
    /** A Gateway's server whose port and tls settings contradict each other, or whose port lacks what is told of it. */
    SERVER_PROTOCOL,
    /** What RE2 cannot read as a regular expression. */
    REGEX,
    /** A host with an asterisk that is not at its beginning. */
    WILDCARD_INSIDE,
    /** Numbers that do not add up; wanted is the sum. */
    WRONG_SUM,
    /** All weights are 0. */
    WEIGHTLESS;

    private final boolean refused;

    Sort() {
        this(true);
    }

    Sort(boolean refused) {
        this.refused = refused;
    }

    /** Whether an object with such a flaw is not taken; otherwise what is written has no effect. */
    public boolean refused() {
        return refused;
    }
}
