package io.istiodoctor.schema;

import io.istiodoctor.model.WholeNumber;

/**
 * A release of Istio.
 *
 * @param major 1 in 1.27
 * @param minor 27 in 1.27
 */
public record Release(long major, long minor) implements Comparable<Release> {
    /**
     * Reads "1.27".
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Release of(String text) {
        int dot = text.indexOf('.');
        return new Release(part(text.substring(0, Math.max(dot, 0))), part(text.substring(dot + 1)));
    }

    private static long part(String digits) {
        return WholeNumber.of(digits).orElseThrow(() -> new IllegalArgumentException(digits));
    }

    @Override
    public int compareTo(Release other) {
        return major != other.major ? Long.compare(major, other.major) : Long.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
