package io.istiodoctor.model;

/** Where a resource was read. */
public sealed interface Origin {
    /**
     * A manifest.
     *
     * @param text the text of the document's file, for showing lines of it
     */
    record File(SourceText text) implements Origin {}

    /** A live cluster. */
    record Cluster() implements Origin {}
}
