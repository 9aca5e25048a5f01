package io.istiodoctor.yaml;

/**
 * What a part of a text is made of, seen by one look at each byte.
 *
 * @param lineEnds how many line feeds there are
 * @param ordinary whether it is nothing but ASCII that every manifest may hold, without carriage returns
 * @param returns whether there is a carriage return
 * @param directive whether a line begins like a directive of YAML
 */
record Survey(int lineEnds, boolean ordinary, boolean returns, boolean directive) {
    private static final byte TEXT = 0;
    private static final byte LINE_END = 1;
    private static final byte RETURN = 2;
    private static final byte OTHER = 3;
    private static final byte[] SORTS = sorts();

    private static byte[] sorts() {
        byte[] sorts = new byte[256];
        for (int b = 0; b < sorts.length; b++) {
            sorts[b] = b >= ' ' && b < 0x7F || b == '\t' ? TEXT : b == '\n' ? LINE_END : b == '\r' ? RETURN : OTHER;
        }
        return sorts;
    }

    static Survey of(byte[] bytes) {
        byte[] sorts = SORTS;
        int lineEnds = 0;
        boolean returns = false;
        boolean other = false;
        boolean directive = bytes.length > 0 && bytes[0] == '%';
        for (int i = 0; i < bytes.length; i++) {
            int sort = sorts[bytes[i] & 0xFF];
            if (sort == LINE_END) {
                lineEnds++;
                directive |= i + 1 < bytes.length && bytes[i + 1] == '%';
            } else if (sort != TEXT) {
                returns |= sort == RETURN;
                other |= sort == OTHER;
            }
        }
        return new Survey(lineEnds, !returns && !other, returns, directive);
    }
}
