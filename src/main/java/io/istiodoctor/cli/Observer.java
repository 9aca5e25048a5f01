package io.istiodoctor.cli;

/** Is told how reading goes on, from any thread. */
public interface Observer {
    /**
     * So much has been read.
     *
     * @param kind what is being read, as people call it ("pods")
     * @param count how many of it were read until now
     */
    void progress(String kind, int count);

    /** Something worth a line on standard error, such as a document that was skipped. */
    void note(String message);
}
