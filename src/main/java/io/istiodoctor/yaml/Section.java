package io.istiodoctor.yaml;

import java.util.zip.CRC32;

/**
 * Where a part of a large text stands that holds whole documents.
 *
 * @param start the index of its first byte
 * @param length in bytes
 * @param firstLine the number of its first line, from 1
 * @param nextLine that of the first line behind it; of the last one the greatest number there is
 * @param checksum by which it is known again
 */
public record Section(long start, int length, int firstLine, int nextLine, long checksum) {
    static Section of(long start, byte[] bytes, int firstLine, int nextLine) {
        return new Section(start, bytes.length, firstLine, nextLine, checksum(bytes));
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
