package io.istiodoctor.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Texts with bytes changed, doubled, left out, cut off, or put in from elsewhere. */
public final class DamagedBytes {
    private static final List<String> SCRAPS = List.of("\0", "\t", "\r", "\n", "\u00FF", "\uFEFF", "\u2028", "&a ", "*a", "<<: ",
            "!!binary ",
            "!!int ", "!<tag:x> ", "- ", "? ", ": ", "--- ", "...\n", "%YAML 9.9\n", "{{ .Values }}", "\"", "'", "\"\\x", "\"\\u12", "|\n",
            ">-\n", "[[[[[[[[",
            "{{{{{{{{", "]]]]", "#", "@", "`", "\\", "0x", "1_000", ".inf", "2024-01-01", "=");

    private DamagedBytes() {}

    /** The damaged text's bytes, some of which may be no UTF-8 any more. */
    public static byte[] of(String text, RandomGenerator random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes, random);
        }
        return bytes;
    }

    private static byte[] change(byte[] bytes, RandomGenerator random) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, random.nextInt(1 << 1 + random.nextInt(8)));
        return switch (random.nextInt(5)) {
            case 0 -> join(bytes, 0, at, new byte[] {(byte) random.nextInt()}, Math.min(at + 1, bytes.length));
            case 1 -> join(bytes, 0, at, SCRAPS.get(random.nextInt(SCRAPS.size())).getBytes(StandardCharsets.UTF_8), at);
            case 2 -> join(bytes, 0, at, new byte[0], at + length);
            case 3 -> join(bytes, 0, at + length, new byte[0], at);
            default -> random.nextInt(4) == 0 ? join(bytes, 0, at, new byte[0], bytes.length)
                    : join(bytes, 0, at, SCRAPS.get(random.nextInt(SCRAPS.size())).getBytes(StandardCharsets.ISO_8859_1), at);
        };
    }

    private static byte[] join(byte[] bytes, int start, int end, byte[] middle, int rest) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(bytes, start, end - start);
        joined.writeBytes(middle);
        joined.write(bytes, rest, bytes.length - rest);
        return joined.toByteArray();
    }
}
