package io.istiodoctor.yaml;

/** What {@link BlockReader} does not know, and leaves to the library; says nothing on whether it is right. */
final class UnusualYaml extends RuntimeException {
    private static final long serialVersionUID = 1L;

    // Nobody asks where it came from, and there may be one for each document.
    private UnusualYaml() {
        super("", null, false, false);
    }

    static UnusualYaml here() {
        return new UnusualYaml();
    }
}
