package io.istiodoctor.trace;

import java.util.Locale;

/** How a hop stands, from good to bad. */
public enum HopStatus {
    OK, UNKNOWN, SUSPECT, BROKEN;

    /** The name in output: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
