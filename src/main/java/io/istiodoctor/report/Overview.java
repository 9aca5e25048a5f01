package io.istiodoctor.report;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.trace.UrlRow;
import java.util.List;

/**
 * What there is to be seen at first sight.
 *
 * @param lookedAt what was read, in words: "context kind-shop, namespace shop", "examples/shop"
 * @param urls every URL that leads in or is meant to, traced
 * @param diagnosis what all rules say of what was asked for
 */
public record Overview(String lookedAt, List<UrlRow> urls, Diagnosis diagnosis) {
    public Overview {
        urls = List.copyOf(urls);
    }
}
