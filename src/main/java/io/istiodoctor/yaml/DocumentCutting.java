package io.istiodoctor.yaml;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** YAML of many documents is cut where documents begin. */
record DocumentCutting() implements Cutting {
    @Override
    public int ahead() {
        return 4;
    }

    @Override
    public boolean isPlace(byte[] bytes, int place) {
        return bytes[place] == '-' && bytes[place + 1] == '-' && bytes[place + 2] == '-' && isBlank(bytes[place + 3]);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    @Override
    public Section section(Section whole) {
        return whole;
    }

    @Override
    public List<Document> read(SectionCutter.Cut cut, Reading whole) {
        boolean ordinary = cut.survey().ordinary();
        String text = ordinary ? new String(cut.bytes(), StandardCharsets.ISO_8859_1) : Utf8.decode(whole.name(), cut.bytes());
        return YamlReader.readPart(text, cut.section().firstLine() - 1, whole, ordinary);
    }

    @Override
    public List<Document> join(List<List<Document>> read, Reading whole) {
        return read.stream().flatMap(List::stream).toList();
    }
}
