package io.istiodoctor.mesh.base;

import io.istiodoctor.model.WholeNumber;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Istio, as the tag of a proxy or control-plane image tells it.
 *
 * @param major 1 in 1.27
 * @param minor 27 in 1.27
 */
public record IstioVersion(@SeenByRules long major, @SeenByRules long minor) implements Comparable<IstioVersion> {
    // A digest has no version; a port in the registry's name is no tag.
    private static final Pattern TAG = Pattern.compile(":(?:v)?(\\d{1,4})\\.(\\d{1,4})(?!\\d)[^/]*$");

    /** The version in an image's tag; empty for tags like "latest", for digests and for tags of other schemes. */
    public static Optional<IstioVersion> ofImage(String image) {
        int digest = image.indexOf('@');
        Matcher tag = TAG.matcher(digest < 0 ? image : image.substring(0, digest));
        // Not every tag of this form is a release: some are dates, and as long as their authors like.
        return !tag.find() ? Optional.empty() : WholeNumber.of(tag.group(1))
                .flatMap(major -> WholeNumber.of(tag.group(2)).map(minor -> new IstioVersion(major, minor)));
    }

    /** Whether this is the release or a later one. */
    public boolean atLeast(long otherMajor, long otherMinor) {
        return compareTo(new IstioVersion(otherMajor, otherMinor)) >= 0;
    }

    @Override
    public int compareTo(IstioVersion other) {
        return major != other.major ? Long.compare(major, other.major) : Long.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
