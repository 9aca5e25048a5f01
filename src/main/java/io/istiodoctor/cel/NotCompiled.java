package io.istiodoctor.cel;

/** A part of CEL that is left to the interpreter: no rule of the tool's own had it when the compiler was written. */
final class NotCompiled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param part what it is, in words */
    NotCompiled(String part) {
        super(part);
    }
}
