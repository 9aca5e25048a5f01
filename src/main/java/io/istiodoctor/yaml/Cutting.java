package io.istiodoctor.yaml;

import java.util.List;

/** Where a large text may be cut into sections that can be read by themselves, and how. For many threads. */
sealed interface Cutting permits DocumentCutting, ItemCutting {
    /** How many bytes behind a place tell whether a section may begin there. */
    int ahead();

    /** Whether a section may begin at a place of the bytes, behind a line's end. */
    boolean isPlace(byte[] bytes, int place);

    /**
     * Where a section that was cut off stands.
     *
     * @param whole its place, as if it were a text by itself
     */
    Section section(Section whole);

    /**
     * The documents of a section, which may be parts of one.
     *
     * @throws UnusualYaml when the text has to be read as a whole
     */
    List<Document> read(SectionCutter.Cut cut, Reading whole);

    /**
     * The documents of the text.
     *
     * @param read those of each section
     * @throws UnusualYaml when it has to be read as a whole
     */
    List<Document> join(List<List<Document>> read, Reading whole);
}
