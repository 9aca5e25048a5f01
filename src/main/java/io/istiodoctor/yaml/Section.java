package io.istiodoctor.yaml;

import java.util.zip.CRC32;

/**
 * Where a part of a large text stands that holds whole documents, or whole items of a list.
 *
 * @param start the index of its first byte
 * @param length in bytes
 * @param firstLine the number of its first line, from 1
 * @param nextLine that of the first line behind it; of the last one the greatest number there is
 * @param checksum by which it is known again
 * @param before what has to stand before it to make it a text by itself, where it is a part of a document; no line of its own
 * @param behind what has to stand behind it likewise
 */
public record Section(long start, int length, int firstLine, int nextLine, long checksum, String before, String behind) {
    static Section of(long start, byte[] bytes, int firstLine, int nextLine) {
        return new Section(start, bytes.length, firstLine, nextLine, checksum(bytes), "", "");
    }

    /** The same with what it lacks. */
    Section completed(String lacksBefore, String lacksBehind) {
        return new Section(start, length, firstLine, nextLine, checksum, lacksBefore, lacksBehind);
    }

    /** Whether these bytes are what was read of it. */
    public boolean is(byte[] bytes) {
        return bytes.length == length && checksum(bytes) == checksum;
    }

    private static long checksum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }
}
