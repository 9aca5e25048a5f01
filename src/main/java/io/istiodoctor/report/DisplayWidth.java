package io.istiodoctor.report;

/** How many columns of a terminal a text takes. */
final class DisplayWidth {
    /** From here on, characters may take none or two. */
    private static final int COMBINING = 0x300;

    private DisplayWidth() {}

    static int of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= COMBINING) {
                return text.codePoints().map(DisplayWidth::of).sum();
            }
        }
        return text.length();
    }

    /** 0, 1 or 2: marks that sit on the letter before take none, East Asian wide letters and pictographs take two. */
    static int of(int codePoint) {
        if (codePoint < COMBINING) {
            return 1;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    /** The ranges of Unicode's EastAsianWidth.txt with W or F, drawn together where only unassigned ones lie between. */
    private static boolean isWide(int c) {
        return c >= 0x1100 && c <= 0x115f
                || c >= 0x2e80 && c <= 0x303e || c >= 0x3041 && c <= 0xa4cf
                || c >= 0xa960 && c <= 0xa97c || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff || c >= 0xfe30 && c <= 0xfe6f
                || c >= 0xff01 && c <= 0xff60 || c >= 0xffe0 && c <= 0xffe6
                || c >= 0x1f300 && c <= 0x1f64f || c >= 0x1f680 && c <= 0x1f6ff || c >= 0x1f900 && c <= 0x1faff
                || c >= 0x20000 && c <= 0x3fffd;
    }
}
