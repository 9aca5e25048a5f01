package io.istiodoctor.trace;

import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Unread;
import java.util.List;
import java.util.Optional;

/**
 * By which URLs a Service is reached from outside, or is meant to be.
 *
 * @param service full name, with the port when one was asked for
 * @param missing when there is no URL: what is missing, a sentence each
 * @param findings when none of the URLs works: what a check says of what is on their way; when there is none, of the objects that were meant to lead there
 * @param manifest when there is no URL: a Gateway and a VirtualService that would lead there
 * @param unread what a cluster did not give although a URL may rest on it; then nothing is told to be missing
 */
public record ServiceReach(String service, List<UrlRow> urls, List<String> missing, List<Finding> findings,
        Optional<String> manifest, List<Unread> unread) {
    /** What a state that was read wholly gives. */
    public ServiceReach(String service, List<UrlRow> urls, List<String> missing, List<Finding> findings, Optional<String> manifest) {
        this(service, urls, missing, findings, manifest, List.of());
    }

    public ServiceReach {
        urls = List.copyOf(urls);
        missing = List.copyOf(missing);
        findings = List.copyOf(findings);
        unread = List.copyOf(unread);
    }
}
