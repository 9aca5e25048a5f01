package io.istiodoctor.cluster;

/** What can stand in a header of HTTP (RFC 9110, 5.5) without being taken for something else. */
final class HeaderValue {
    private HeaderValue() {}

    /** Whether the text is made of visible characters of ASCII alone, as tokens are. */
    static boolean fits(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /** Whether the text may stand in a header: visible characters of ASCII, with blanks between them. */
    static boolean fitsWithBlanks(String text) {
        return text.equals(text.strip()) && text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }
}
