package io.istiodoctor.cluster;

import io.istiodoctor.model.Kind;

/** Is told how far the reading is. Called from several threads at once. */
@FunctionalInterface
public interface ProgressListener {
    /** The listener that does nothing. */
    ProgressListener NONE = (kind, objects) -> {};

    /**
     * A page of a list has arrived.
     *
     * @param objects how many objects of the kind have been read so far; starts anew when a list had to be restarted
     */
    void objectsRead(Kind kind, int objects);
}
