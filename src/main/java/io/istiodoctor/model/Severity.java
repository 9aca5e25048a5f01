package io.istiodoctor.model;

import java.util.Locale;

/** How bad a finding is; declared from mild to grave, so that the natural order compares them. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Most likely does not do what was meant, or will break. */
    WARNING,
    /** Cannot work. */
    ERROR;

    /** The name in output and on the command line: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
