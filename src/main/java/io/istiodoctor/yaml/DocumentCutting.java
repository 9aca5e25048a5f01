package io.istiodoctor.yaml;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** YAML of many documents is cut where documents begin. */
record DocumentCutting(Idle<BlockReader.Common> common) implements Cutting {
    DocumentCutting() {
        this(new Idle<>(BlockReader.Common::new));
    }

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
        boolean ascii = cut.survey().ordinary();
        String text = ascii ? new String(cut.bytes(), StandardCharsets.ISO_8859_1) : Utf8.decode(whole.name(), cut.bytes());
        boolean ordinary = ascii || Characters.check(whole.name(), text);
        return common.lent(c -> YamlReader.readPart(text, cut.section().firstLine() - 1, whole, ordinary, c));
    }

    @Override
    public List<Document> join(List<List<Document>> read, Reading whole) {
        return read.stream().flatMap(List::stream).toList();
    }
}
