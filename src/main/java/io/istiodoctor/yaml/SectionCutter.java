package io.istiodoctor.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text, one section after the other as they are asked for, so that little more is held than is being read. Ends with
 * {@link UnusualYaml} where the text has to be read as a whole.
 */
final class SectionCutter implements Iterator<SectionCutter.Cut> {
    /** How many times the least size a section may have, until it can be cut: three megabytes, more than an object of a cluster has. */
    private static final int MOST = 12;

    private final InputStream in;
    private final int size;
    private final Cutting cutting;
    private final byte[] buffer;
    private int filled;
    private long start;
    private int line = 1;
    private @Nullable Cut next;

    record Cut(Section section, byte[] bytes, Survey survey) {}

    /** @param size of a section at least, in bytes; that many times {@link #MOST} at most */
    SectionCutter(byte[] head, InputStream in, int size, Cutting cutting) {
        this.in = in;
        this.size = size;
        this.cutting = cutting;
        this.buffer = Arrays.copyOf(head, MOST * size);
        this.filled = head.length;
    }

    private @Nullable Cut cut() {
        int end;
        try {
            end = end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (end == 0) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(buffer, end);
        Survey survey = Survey.of(bytes);
        // Nothing but a directive reaches from one document into another.
        if (survey.directive()) {
            throw UnusualYaml.here();
        }
        filled -= end;
        System.arraycopy(buffer, end, buffer, 0, filled);
        int following = line + survey.lineEnds();
        Cut cut = new Cut(cutting.section(Section.of(start, bytes, line, filled == 0 ? Integer.MAX_VALUE : following)), bytes, survey);
        start += end;
        line = following;
        return cut;
    }

    // No more is read than that one is found to begin.
    private int end() throws IOException {
        int from = size;
        for (int wanted = 2 * size; wanted <= buffer.length; wanted += size) {
            filled += in.readNBytes(buffer, filled, Math.max(0, wanted - filled));
            for (; from < filled - cutting.ahead() + 1; from++) {
                if (buffer[from - 1] == '\n' && cutting.isPlace(buffer, from)) {
                    return from;
                }
            }
            if (filled < wanted) {
                return filled;
            }
        }
        throw UnusualYaml.here();
    }

    @Override
    public boolean hasNext() {
        next = next == null ? cut() : next;
        return next != null;
    }

    @Override
    public Cut next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Cut given = Objects.requireNonNull(next);
        next = null;
        return given;
    }
}
