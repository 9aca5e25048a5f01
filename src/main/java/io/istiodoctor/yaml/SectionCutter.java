package io.istiodoctor.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text where documents begin, one section after the other as they are asked for. For a parallel stream: who takes the rest takes the next two sections of it,
 * reads one and leaves the rest to others, so that little more is held than is being read. Ends with {@link UnusualYaml} where the text has to be read as a whole.
 */
final class SectionCutter implements Spliterator<SectionCutter.Cut> {
    private final String name;
    private final InputStream in;
    private final int size;
    private final byte[] buffer;
    private int filled;
    private long start;
    private int line = 1;

    record Cut(Section section, String text) {}

    /** @param size of a section at least, in bytes; three times that at most */
    SectionCutter(String name, InputStream in, int size) {
        this.name = name;
        this.in = in;
        this.size = size;
        this.buffer = new byte[3 * size];
    }

    private @Nullable Cut next() {
        boolean ended;
        try {
            filled += in.readNBytes(buffer, filled, buffer.length - filled);
            ended = filled < buffer.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (filled == 0) {
            return null;
        }
        int end = end(ended);
        byte[] bytes = Arrays.copyOf(buffer, end);
        String text = Utf8.decode(name, bytes);
        if (start == 0 && JsonParser.begins(text)) {
            throw UnusualYaml.here();
        }
        filled -= end;
        System.arraycopy(buffer, end, buffer, 0, filled);
        int next = line + lines(text);
        Cut cut = new Cut(Section.of(start, bytes, line, filled == 0 ? Integer.MAX_VALUE : next), text);
        start += end;
        line = next;
        return cut;
    }

    private int end(boolean ended) {
        for (int i = size; i < filled - 3; i++) {
            if (buffer[i - 1] == '\n' && buffer[i] == '-' && buffer[i + 1] == '-' && buffer[i + 2] == '-' && isBlank(buffer[i + 3])) {
                return i;
            }
        }
        if (!ended) {
            throw UnusualYaml.here();
        }
        return filled;
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private static int lines(String text) {
        int lines = 0;
        for (int at = 0; at < text.length(); lines++) {
            // Nothing but a directive reaches from one document into another.
            if (text.charAt(at) == '%') {
                throw UnusualYaml.here();
            }
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end + 1;
        }
        return lines;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Cut> action) {
        Cut next = next();
        if (next != null) {
            action.accept(next);
        }
        return next != null;
    }

    @Override
    public @Nullable Spliterator<Cut> trySplit() {
        Cut next = next();
        return next == null ? null : List.of(next).spliterator();
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
