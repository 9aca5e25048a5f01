package io.istiodoctor.model;

/** What objects may be called (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/). */
public final class KubernetesName {
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;

    private KubernetesName() {}

    /** Whether a namespace may be called so: an RFC 1123 label. */
    public static boolean isLabel(String text) {
        return text.length() <= LONGEST_LABEL && isWord(text, "-", false);
    }

    /** Whether an object may be called so, and a path of the API may hold the name. */
    public static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && isWord(text, "-.", false) && !text.contains("..");
    }

    /**
     * Whether a text begins and ends with a letter or digit of ASCII, and has nothing but those and some signs between them. A large mesh has a
     * million such names: a regular expression takes ten times as long.
     *
     * @param signs what may stand inside
     * @param capitals whether letters may be capitals
     */
    public static boolean isWord(String text, String signs, boolean capitals) {
        int last = text.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || capitals && c >= 'A' && c <= 'Z';
            if (!plain && (i == 0 || i == last || signs.indexOf(c) < 0)) {
                return false;
            }
        }
        return last >= 0;
    }
}
