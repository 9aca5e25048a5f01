package io.istiodoctor.model;

/**
 * A right on a cluster that a reader lacks.
 *
 * @param verb "list" or "get"
 * @param resource as kubectl writes it: {@code services}, {@code gateways.networking.istio.io}
 * @param options where it is lacking, in which cluster and for whom, as kubectl is told; each with a blank before it
 */
public record MissingRight(String verb, String resource, String options) {
    /** The command that answers yes once the right is there. */
    public String command() {
        return "kubectl auth can-i " + verb + " " + resource + options;
    }
}
