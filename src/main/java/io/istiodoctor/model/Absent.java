package io.istiodoctor.model;

/** What a document does not have. */
public enum Absent implements Node {
    /** The only instance. */
    ABSENT;

    @Override
    public Mark mark() {
        return Mark.NONE;
    }

    @Override
    public boolean isPresent() {
        return false;
    }
}
