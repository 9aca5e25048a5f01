package io.istiodoctor.proxy.registry;

import java.util.Locale;

/** How the endpoints of a host are found (model.Resolution of Istio). */
public enum Resolution {
    /** Known addresses: Services, and ServiceEntries with STATIC. */
    STATIC,
    /** By DNS. */
    DNS,
    /** By DNS, one address after the other. */
    DNS_ROUND_ROBIN,
    /** The address that the client itself meant: headless Services, and ServiceEntries with NONE. */
    NONE,
    /** By the name in each request. */
    DYNAMIC_DNS,
    /** Another name for a host: ExternalName Services. */
    ALIAS;

    /** The resolution of a ServiceEntry as written; NONE when it says nothing. */
    static Resolution written(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "STATIC" -> STATIC;
            case "DNS" -> DNS;
            case "DNS_ROUND_ROBIN" -> DNS_ROUND_ROBIN;
            case "DYNAMIC_DNS" -> DYNAMIC_DNS;
            default -> NONE;
        };
    }

    /** Whether a name server is asked. */
    public boolean byName() {
        return this == DNS || this == DNS_ROUND_ROBIN;
    }
}
