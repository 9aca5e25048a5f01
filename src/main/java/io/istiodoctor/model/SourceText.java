package io.istiodoctor.model;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** A text that was read, kept to show lines of it. A large file need not stay in memory: what is shown is read again, of some files only the part around it. */
public final class SourceText {
    /** A file may be one line from end to end. Shown with every finding, and changed in every diff, it would fill any memory. */
    private static final int LONGEST = 10_000;

    private final String name;
    private final Supplier<String> content;
    private final IntFunction<Stretch> around;
    private final Function<String, Hiding> hiding;
    private SoftReference<Lines> lines = new SoftReference<>(null);

    /**
     * A text.
     *
     * @param name as the user gave it: a path, or "-" for standard input
     * @param content the whole text; may be asked again and again
     * @param hiding tells which lines of it nobody may be shown
     */
    public SourceText(String name, Supplier<String> content, Function<String, Hiding> hiding) {
        this(name, content, line -> new Stretch(1, Integer.MAX_VALUE, content.get()), hiding);
    }

    /**
     * A text of which a stretch can be read by itself.
     *
     * @param around the stretch in which the line of this number stands; nothing reaches from one into another but what it is told to lack
     */
    public SourceText(String name, Supplier<String> content, IntFunction<Stretch> around, Function<String, Hiding> hiding) {
        this.name = name;
        this.content = content;
        this.around = around;
        this.hiding = hiding;
    }

    /** As the user gave it: a path, or "-" for standard input. */
    public String name() {
        return name;
    }

    /** The whole text. */
    public Supplier<String> content() {
        return content;
    }

    /** The line's text without its line break; empty when there is no such line, it is longer than anybody reads, or it is not to be shown. */
    public synchronized String line(int number) {
        return known(number).line(number);
    }

    private Lines known(int number) {
        Lines known = lines.get();
        if (known == null || !known.stretch.has(number)) {
            Stretch stretch = around.apply(number);
            known = Lines.of(stretch, hiding.apply(stretch.before + stretch.text + stretch.behind));
            lines = new SoftReference<>(known);
        }
        return known;
    }

    /**
     * The document of several that a line belongs to, from its marker to the next one; empty when it is longer than so many characters, or not read as a whole.
     *
     * @param line the number of a line of it
     */
    public synchronized Optional<Part> document(int line, int most) {
        Lines known = known(line);
        if (!known.stretch.whole()) {
            return Optional.empty();
        }
        int first = line;
        while (first > known.stretch.first && !known.marker(first) && known.start(line) - known.start(first) <= most) {
            first--;
        }
        int next = line + 1;
        while (known.has(next) && !known.marker(next) && known.start(next) - known.start(first) <= most) {
            next++;
        }
        String text = known.text().substring(known.start(first), known.start(next));
        return text.length() > most ? Optional.empty() : Optional.of(new Part(first, text));
    }

    /**
     * A part of a text that can be read by itself.
     *
     * @param first the number of its first line
     * @param next that of the first line behind it; the greatest number there is where nothing is
     * @param before what would have to stand before it for whoever reads it by itself, on its first line
     * @param behind what would have to stand behind it likewise
     */
    public record Stretch(int first, int next, String text, String before, String behind) {
        /** A part that lacks nothing. */
        Stretch(int first, int next, String text) {
            this(first, next, text, "", "");
        }

        boolean whole() {
            return before.isEmpty() && behind.isEmpty();
        }

        boolean has(int line) {
            return line >= first && line < next;
        }
    }

    /**
     * A document of a text.
     *
     * @param first the number of its first line
     */
    public record Part(int first, String text) {}

    /** Which lines of a text nobody may be shown. For one thread at a time. */
    @FunctionalInterface
    public interface Hiding {
        /**
         * Whether a line is one of them.
         *
         * @param line its number in the text that was looked at, from 1
         * @param start the index at which it begins
         */
        boolean hides(int line, int start);
    }

    private record Lines(Stretch stretch, int[] starts, Hiding hiding) {
        static Lines of(Stretch stretch, Hiding hiding) {
            String text = stretch.text;
            int[] starts = new int[64];
            int count = 1;
            // Searching for one character takes a fraction of the time of looking at each.
            boolean returns = text.indexOf('\r') >= 0;
            for (int end = end(text, 0, returns); end < text.length(); end = end(text, end + 1, returns)) {
                starts = count < starts.length ? starts : Arrays.copyOf(starts, 2 * count);
                starts[count++] = end + 1;
            }
            return new Lines(stretch, Arrays.copyOf(starts, count), hiding);
        }

        private static int end(String text, int from, boolean returns) {
            int feed = text.indexOf('\n', from);
            int end = feed < 0 ? text.length() : feed;
            for (int i = from; returns && i < end; i++) {
                if (text.charAt(i) == '\r' && i + 1 != feed) {
                    return i;
                }
            }
            return end;
        }

        String text() {
            return stretch.text;
        }

        boolean has(int number) {
            return number >= stretch.first && number - stretch.first < starts.length;
        }

        /** Where a line begins; behind the last one, where the text ends. */
        int start(int number) {
            return has(number) ? starts[number - stretch.first] : text().length();
        }

        /** Whether a line separates documents. */
        boolean marker(int number) {
            return text().startsWith("---", start(number));
        }

        String line(int number) {
            if (!has(number) || hiding.hides(number - stretch.first + 1, start(number))) {
                return "";
            }
            int from = start(number);
            int end = from;
            while (end < text().length() && text().charAt(end) != '\n' && text().charAt(end) != '\r') {
                if (end++ - from == LONGEST) {
                    return "";
                }
            }
            return text().substring(from, end);
        }
    }
}
