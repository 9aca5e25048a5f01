package io.istiodoctor.yaml;

import java.io.InputStream;
import java.nio.charset.Charset;

/** A text as bytes, made of it part by part, so that a large one is not held twice. */
final class TextBytes extends InputStream {
    private static final int PART = 1 << 14;

    private final String text;
    private final Charset charset;
    /** Where the next part begins. */
    private int next;
    private byte[] part = {};
    private int at;

    TextBytes(String text, Charset charset) {
        this.text = text;
        this.charset = charset;
    }

    @Override
    public int read() {
        return more() ? part[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, part.length - at);
        System.arraycopy(part, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean more() {
        if (at < part.length) {
            return true;
        }
        int begin = next;
        next = Math.min(text.length(), begin + PART);
        if (next < text.length() && Character.isHighSurrogate(text.charAt(next - 1))) {
            next++;
        }
        part = text.substring(begin, next).getBytes(charset);
        at = 0;
        return part.length > 0;
    }
}
