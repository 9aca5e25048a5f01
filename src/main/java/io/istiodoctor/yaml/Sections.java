package io.istiodoctor.yaml;

import io.istiodoctor.model.AllCores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A large YAML text of many documents that several threads read section by section, while the rest of it is fetched: it is never held as a whole.
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
     * Reads a text; empty where it has to be read as a whole, which tells too what is wrong with it: JSON, a single document, something that cannot be read.
     *
     * @param name the text's name in errors
     */
    public static Optional<Sections> read(String name, InputStream in) throws IOException {
        return read(name, in, RepeatedKeys.REFUSED, SIZE);
    }

    static Optional<Sections> read(String name, InputStream in, RepeatedKeys repeated, int size) throws IOException {
        Reading whole = Reading.of(name, "", repeated);
        try {
            List<Part> parts = AllCores.each(new SectionCutter(name, in, size),
                    c -> new Part(c.section(), YamlReader.readPart(c.text(), c.section().firstLine() - 1, whole)));
            return Optional.of(new Sections(parts.stream().map(Part::section).toList(),
                    parts.stream().flatMap(p -> p.documents.stream()).toList()));
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
