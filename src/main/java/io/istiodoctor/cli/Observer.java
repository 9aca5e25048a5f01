package io.istiodoctor.cli;

import io.istiodoctor.model.Timings;

/** Is told how reading goes on, from any thread. */
public interface Observer {
    /**
     * So much has been read.
     *
     * @param kind what is being read, as people call it ("pods")
     * @param count how many of it were read until now
     */
    void progress(String kind, int count);

    /** A cluster is asked for the first time; nothing may come back for long. */
    default void connecting(String cluster) {}

    /** Is told how long the parts of the run take. */
    default Timings timings() {
        return new Timings();
    }

    /** Something worth a line on standard error, such as a document that was skipped. */
    void note(String message);
}
