package io.istiodoctor.schema;

import io.istiodoctor.model.BoundedMemo;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as Go writes it (time.ParseDuration), and with it Kubernetes and Istio: 1h15m, 300ms, .5s. */
public final class GoDuration {
    private static final Pattern DURATION = Pattern.compile("[-+]?(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+|[-+]?0");
    private static final Pattern AMOUNT = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");

    private static final BoundedMemo<String, Optional<BigDecimal>> KNOWN = new BoundedMemo<>(GoDuration::read);

    private GoDuration() {}

    /** How many nanoseconds it has; empty when the text is none. */
    public static Optional<BigDecimal> nanoseconds(String text) {
        return KNOWN.of(text);
    }

    private static Optional<BigDecimal> read(String text) {
        if (!DURATION.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher amounts = AMOUNT.matcher(text);
        while (amounts.find()) {
            sum = sum.add(new BigDecimal(amounts.group(1).replaceFirst("\\.$", "")).multiply(unit(amounts.group(2))));
        }
        return Optional.of(text.startsWith("-") ? sum.negate() : sum);
    }

    private static BigDecimal unit(String name) {
        return BigDecimal.valueOf(switch (name) {
            case "ns" -> 1L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1_000L;
        });
    }
}
