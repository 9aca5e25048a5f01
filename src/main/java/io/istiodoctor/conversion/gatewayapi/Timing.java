package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Written;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Retries and timeouts of an HTTPRoute's rule (conversion.go, convertHTTPRoute). */
final class Timing {
    private static final String RETRY_ON = "connect-failure,refused-stream,unavailable,cancelled";
    private static final Pattern ZERO = Pattern.compile("(0+(h|ms|m|s))+|0");

    private Timing() {}

    static Part add(Part target, Written rule) {
        Written retry = rule.get("retry");
        Part made = target;
        Part retries = Part.mapping(retry.at());
        if (retry.isPresent()) {
            long attempts = retry.number("attempts", 2);
            retries = retries.with("attempts", Part.of(attempts, retry.get("attempts").at()));
            String on = Stream.concat(Stream.of(RETRY_ON), retry.get("codes").elements().stream().flatMap(c -> c.text().stream()))
                    .collect(Collectors.joining(","));
            retries = attempts == 0 ? retries : retries.with("retryOn", on, retry.get("codes").at());
            retries = retry.get("backoff").isPresent() ? retries.with("backoff", Part.of(retry.get("backoff"))) : retries;
        }
        Written request = rule.get("timeouts").get("request");
        Written backend = rule.get("timeouts").get("backendRequest");
        if (counts(request)) {
            made = made.with("timeout", Part.of(request));
        }
        if (counts(backend)) {
            if (retry.isPresent()) {
                retries = retries.with("perTryTimeout", Part.of(backend));
            } else {
                made = made.with("timeout", Part.of(backend));
            }
        }
        return retry.isPresent() ? made.with("retries", retries) : made;
    }

    // No time at all means no limit.
    private static boolean counts(Written duration) {
        return duration.text().filter(d -> !ZERO.matcher(d).matches()).isPresent();
    }
}
