package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import io.istiodoctor.model.UserError;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes manifests, which are UTF-8 and nothing else. */
public final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /**
     * The text of these bytes, without a byte order mark.
     *
     * @param name the text's name in errors
     * @throws UserError when the bytes are UTF-16 or no valid UTF-8
     */
    public static String decode(String name, byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF
                || bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)) {
            throw new UserError(UserError.BAD_INPUT, SyntaxError.displayName(name) + ": UTF-16 text; save it as UTF-8");
        }
        int start = bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF
                ? 3 : 0;
        String text = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
        // The fast decoder replaces what it cannot read, so only a text with the replacement needs the strict one.
        if (text.indexOf(REPLACEMENT) >= 0) {
            refuseMalformed(name, bytes, start);
        }
        return text;
    }

    private static void refuseMalformed(String name, byte[] bytes, int start) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer out = CharBuffer.allocate(1 << 16);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            int at = in.position();
            String before = new String(bytes, start, at - start, StandardCharsets.UTF_8);
            Mark mark = Characters.mark(before, before.length());
            throw new SyntaxError(name, mark, "byte 0x%02X (byte %d of the file) is not valid UTF-8; save the file as UTF-8"
                    .formatted(bytes[at], at + 1));
        }
    }
}
