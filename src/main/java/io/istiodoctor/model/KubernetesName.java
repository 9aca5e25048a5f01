package io.istiodoctor.model;

import java.util.regex.Pattern;

/** What objects may be called (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/). */
public final class KubernetesName {
    private static final int LONGEST_LABEL = 63;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private KubernetesName() {}

    /** Whether a namespace may be called so: an RFC 1123 label. */
    public static boolean isLabel(String text) {
        return text.length() <= LONGEST_LABEL && LABEL.matcher(text).matches();
    }

    /** Whether an object may be called so, and a path of the API may hold the name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.contains("..");
    }
}
