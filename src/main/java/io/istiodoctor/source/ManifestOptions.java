package io.istiodoctor.source;

import io.istiodoctor.model.Timings;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * How manifests are read.
 *
 * @param defaultNamespace the namespace of namespaced objects that name none
 * @param complete whether the input is the whole cluster, so that what it lacks does not exist
 * @param standardInput what the input "-" reads
 * @param notes takes what the user should know although nothing failed, one line each, without a full stop
 * @param timings what reading and parsing take
 */
public record ManifestOptions(String defaultNamespace, boolean complete, InputStream standardInput,
        Consumer<String> notes, Timings timings) {
    /** Reading whose time nobody asks for. */
    public ManifestOptions(String defaultNamespace, boolean complete, InputStream standardInput, Consumer<String> notes) {
        this(defaultNamespace, complete, standardInput, notes, new Timings());
    }
}
