package io.istiodoctor.model;

import java.util.Optional;

/** Whole numbers in texts from outside, which may have any number of digits: the one place where they are read. */
public final class WholeNumber {
    /** A long has room for every number of so many digits; nothing in an object of Kubernetes comes near it. */
    private static final int MOST_DIGITS = 18;

    private WholeNumber() {}

    /** The number that a text is, with at most one "-" before its decimal digits; empty for every other text, and beyond 18 digits. */
    public static Optional<Long> of(String text) {
        int sign = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - sign;
        if (digits < 1 || digits > MOST_DIGITS) {
            return Optional.empty();
        }
        for (int i = sign; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        return Optional.of(Long.parseLong(text));
    }
}
