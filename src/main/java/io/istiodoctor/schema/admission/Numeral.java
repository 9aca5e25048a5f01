package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Node;
import io.istiodoctor.model.WholeNumber;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A number as it is written, with any number of digits. Nearly all are whole and short: for those nothing of {@link BigDecimal} is asked, which
 * takes a twentieth of a short run to be set up.
 *
 * @param whole the number, where it is a short whole one
 */
record Numeral(String text, Optional<Long> whole) implements Comparable<Numeral> {
    /** The number that stands in a node; empty when what stands there is none, infinity among them. */
    static Optional<Numeral> of(Node node) {
        return node.text().flatMap(text -> {
            Optional<Long> whole = WholeNumber.of(text);
            return whole.isPresent() || isDecimal(text) ? Optional.of(new Numeral(text, whole)) : Optional.empty();
        });
    }

    private static boolean isDecimal(String text) {
        try {
            return new BigDecimal(text).precision() > 0;
        } catch (NumberFormatException none) {
            return false;
        }
    }

    private BigDecimal decimal() {
        return new BigDecimal(text);
    }

    /** Whether it has no fraction but zeros. */
    boolean isWhole() {
        return whole.isPresent() || decimal().stripTrailingZeros().scale() <= 0;
    }

    /** The number without its fraction, and of one that is too large the lowest 64 bits. */
    long longValue() {
        return whole.orElseGet(() -> decimal().longValue());
    }

    /** The nearest number that a double can be. */
    double doubleValue() {
        return whole.isPresent() ? whole.get() : decimal().doubleValue();
    }

    /** Its digits, without an exponent. */
    String plain() {
        return whole.map(n -> Long.toString(n)).orElseGet(() -> decimal().toPlainString());
    }

    @Override
    public int compareTo(Numeral other) {
        return whole.isPresent() && other.whole.isPresent() ? Long.compare(whole.get(), other.whole.get())
                : decimal().compareTo(other.decimal());
    }
}
