package io.istiodoctor.schema;

import io.istiodoctor.model.BoundedMemo;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as Go writes it (time.ParseDuration), and with it Kubernetes and Istio: 1h15m, 300ms, .5s. */
public final class GoDuration {
    private static final Pattern DURATION = Pattern.compile("[-+]?(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+|[-+]?0");
    private static final Pattern AMOUNT = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");

    private static final int DIGITS = 18;

    private static final BoundedMemo<String, Optional<Long>> KNOWN = new BoundedMemo<>(GoDuration::read);

    private GoDuration() {}

    /** How many nanoseconds it has; empty when the text is none, or longer than Go can tell, 292 years. */
    public static Optional<Long> nanoseconds(String text) {
        return KNOWN.of(text);
    }

    private static Optional<Long> read(String text) {
        if (!DURATION.matcher(text).matches()) {
            return Optional.empty();
        }
        long sum = 0;
        Matcher amounts = AMOUNT.matcher(text);
        try {
            while (amounts.find()) {
                sum = Math.addExact(sum, amount(amounts.group(1), unit(amounts.group(2))));
            }
        } catch (ArithmeticException | NumberFormatException tooLong) {
            return Optional.empty();
        }
        return Optional.of(text.startsWith("-") ? -sum : sum);
    }

    // What is less than a nanosecond is cut off, and a fraction's digits beyond 18 as well.
    private static long amount(String number, long unit) {
        int point = (number + ".").indexOf('.');
        long whole = point == 0 ? 0 : Long.parseLong(number.substring(0, point));
        String digits = number.substring(Math.min(point + 1, number.length()), Math.min(point + 1 + DIGITS, number.length()));
        double fraction = digits.isEmpty() ? 0 : Long.parseLong(digits) * (unit / Math.pow(10, digits.length()));
        return Math.addExact(Math.multiplyExact(whole, unit), (long) fraction);
    }

    private static long unit(String name) {
        return switch (name) {
            case "ns" -> 1L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1_000L;
        };
    }
}
