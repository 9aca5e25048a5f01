package io.istiodoctor.model;

/**
 * A failure that the user can mend, told in one line: which file or object, the cause, the way out. Printed without a
 * stack trace; {@link #exitCode()} is the process's exit status.
 */
public class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Wrong usage or unreadable input. */
    public static final int BAD_INPUT = 2;
    /** The cluster could not be reached or read well enough to answer. */
    public static final int UNREADABLE_CLUSTER = 3;

    private final int exitCode;

    public UserError(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public UserError(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The exit status that tells this failure's kind. */
    public int exitCode() {
        return exitCode;
    }
}
