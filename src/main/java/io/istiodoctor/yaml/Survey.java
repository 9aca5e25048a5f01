package io.istiodoctor.yaml;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

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
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = each(0x80);
    private static final long LOW_BITS = each(0x7F);

    private static byte[] sorts() {
        byte[] sorts = new byte[256];
        for (int b = 0; b < sorts.length; b++) {
            sorts[b] = b >= ' ' && b < 0x7F || b == '\t' ? TEXT : b == '\n' ? LINE_END : b == '\r' ? RETURN : OTHER;
        }
        return sorts;
    }

    /** Most parts are ordinary, which eight bytes at a time show; of others each byte is looked at. */
    static Survey of(byte[] bytes) {
        int lineEnds = 0;
        long unusual = 0;
        long directive = 0;
        // The beginning of the text is that of a line.
        long lineStart = 1L << 7;
        for (int i = 0; i < bytes.length; i += Long.BYTES) {
            long eight = i + Long.BYTES <= bytes.length ? (long) EIGHT.get(bytes, i) : last(bytes, i);
            long ends = equal(eight, '\n');
            lineEnds += Long.bitCount(ends);
            directive |= (ends << 8 | lineStart) & equal(eight, '%');
            lineStart = ends >>> 56;
            // Neither control characters, nor DEL, nor what is no ASCII.
            unusual |= (~((eight & LOW_BITS) + each(0x80 - ' ')) | (eight & LOW_BITS) + each(1) | eight) & HIGH_BITS & ~ends;
        }
        return unusual == 0 ? new Survey(lineEnds, true, false, directive != 0) : byBytes(bytes);
    }

    // The bytes from there on, and letters behind them.
    private static long last(byte[] bytes, int from) {
        byte[] eight = new byte[Long.BYTES];
        Arrays.fill(eight, (byte) 'x');
        System.arraycopy(bytes, from, eight, 0, bytes.length - from);
        return (long) EIGHT.get(eight, 0);
    }

    // The high bit of each byte that is this character.
    private static long equal(long eight, char c) {
        long different = eight ^ each(c);
        return ~((different & LOW_BITS) + LOW_BITS | different | LOW_BITS);
    }

    private static long each(int b) {
        return b * 0x01_01_01_01_01_01_01_01L;
    }

    /** The same, byte by byte. */
    static Survey byBytes(byte[] bytes) {
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
