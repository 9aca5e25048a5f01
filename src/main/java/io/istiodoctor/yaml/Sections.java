package io.istiodoctor.yaml;

import io.istiodoctor.model.AllCores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A large text of many documents, or of a list of many objects, that several threads read section by section, while the rest of it is fetched: it is never held as a whole.
 *
 * @param all the sections, in their order
 * @param documents of all of them
 */
public record Sections(List<Section> all, List<Document> documents) {
    /** How large a section is at least, in bytes: some hundred objects, and little to read again for the line of one. */
    static final int SIZE = 1 << 18;
    /** Smaller texts are read before other threads have woken. */
    public static final int WORTHWHILE = 1 << 21;

    private record Part(Section section, List<Document> documents) {}

    /**
     * Reads a text; empty where it has to be read as a whole, which tells too what is wrong with it: other JSON, a single document, something that cannot be read.
     *
     * @param name the text's name in errors
     */
    public static Optional<Sections> read(String name, InputStream in) throws IOException {
        return read(name, in, RepeatedKeys.REFUSED, SIZE);
    }

    static Optional<Sections> read(String name, InputStream in, RepeatedKeys repeated, int size) throws IOException {
        Reading whole = Reading.of(name, "", repeated);
        byte[] head = in.readNBytes(size);
        Optional<Cutting> cutting = cutting(new String(head, StandardCharsets.ISO_8859_1));
        return cutting.isEmpty() ? Optional.empty() : read(new SectionCutter(head, in, size, cutting.get()), cutting.get(), whole);
    }

    private static Optional<Cutting> cutting(String head) {
        return JsonParser.begins(head) ? ItemCutting.of(head) : Optional.of(new DocumentCutting());
    }

    private static Optional<Sections> read(SectionCutter cuts, Cutting cutting, Reading whole) throws IOException {
        try {
            List<Part> parts = AllCores.each(cuts, c -> new Part(c.section(), cutting.read(c, whole)));
            return Optional.of(new Sections(parts.stream().map(Part::section).toList(),
                    cutting.join(parts.stream().map(Part::documents).toList(), whole)));
        } catch (UnusualYaml | SyntaxError asWhole) {
            return Optional.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The section in which a line stands. */
    public static Section around(int line, List<Section> all) {
        int low = 0;
        int high = all.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (line < all.get(middle).nextLine()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return all.get(low);
    }
}
