package io.istiodoctor.trace;

import java.util.Locale;

/** The parts of a request's way, in order. */
public enum Stage {
    /** The address and port that the client connects to. */
    ENTRY,
    /** The listener: protocol, SNI, certificate, redirect. */
    GATEWAY,
    /** The object and rule that choose where the request goes. */
    ROUTE,
    /** The Service, port and subset, with mTLS and policies. */
    DESTINATION,
    /** The endpoints and the port that they listen on. */
    POD;

    /** The name in output: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
