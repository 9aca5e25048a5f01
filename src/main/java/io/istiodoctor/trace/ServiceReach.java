package io.istiodoctor.trace;

import io.istiodoctor.model.Finding;
import java.util.List;
import java.util.Optional;

/**
 * By which URLs a Service is reached from outside, or is meant to be.
 *
 * @param service full name, with the port when one was asked for
 * @param missing when there is no URL: what is missing, a sentence each
 * @param findings when none of the URLs works: what a check says of what is on their way; when there is none, of the objects that were meant to lead there
 * @param manifest when there is no URL: a Gateway and a VirtualService that would lead there
 */
public record ServiceReach(String service, List<UrlRow> urls, List<String> missing, List<Finding> findings,
        Optional<String> manifest) {
    public ServiceReach {
        urls = List.copyOf(urls);
        missing = List.copyOf(missing);
        findings = List.copyOf(findings);
    }
}
