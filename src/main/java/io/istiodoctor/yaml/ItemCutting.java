package io.istiodoctor.yaml;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The single list that {@code kubectl get -o json} prints of many objects is cut where its items begin, each on lines of its own. A section is some values with commas
 * behind them, whatever it was cut at, or cannot be read, which only means that the text has to be read as a whole.
 */
final class ItemCutting implements Cutting {
    private static final String ITEMS = "\"items\": [";
    private static final String BEFORE = "{" + ITEMS;
    /** Behind the last comma stands a value that is none of the items. */
    private static final String BEHIND = "0]}";

    private final byte[] end;
    private final byte[] begin;
    private final Idle<JsonParser.Common> common = new Idle<>(JsonParser.Common::new);

    private ItemCutting(String indent) {
        this.end = (indent + "},\n").getBytes(StandardCharsets.ISO_8859_1);
        this.begin = (indent + "{\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** How to cut a text that begins like this; empty where it is no such list. */
    static Optional<Cutting> of(String head) {
        int line = head.indexOf(ITEMS + "\n") + ITEMS.length() + 1;
        int brace = line;
        while (brace < head.length() && head.charAt(brace) == ' ') {
            brace++;
        }
        return line > ITEMS.length() && head.startsWith("{\n", brace) ? Optional.of(new ItemCutting(head.substring(line, brace)))
                : Optional.empty();
    }

    @Override
    public int ahead() {
        return begin.length;
    }

    @Override
    public boolean isPlace(byte[] bytes, int place) {
        return bytes[place + begin.length - 2] == '{' && is(begin, bytes, place) && place >= end.length
                && is(end, bytes, place - end.length);
    }

    private static boolean is(byte[] wanted, byte[] bytes, int place) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[place + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Section section(Section whole) {
        return whole.completed(whole.start() == 0 ? "" : BEFORE, whole.nextLine() == Integer.MAX_VALUE ? "" : BEHIND);
    }

    @Override
    public List<Document> read(SectionCutter.Cut cut, Reading whole) {
        // A lone one ends a line for some who count.
        if (cut.survey().returns()) {
            throw UnusualYaml.here();
        }
        if (!cut.survey().ordinary()) {
            Characters.check(whole.name(), Utf8.decode(whole.name(), cut.bytes()));
        }
        JsonScanner in = JsonScanner.ofSection(whole.name(), cut.section(), cut.bytes());
        List<Document> read = common.lent(c -> new JsonParser(whole.name(), in, whole.repeated(), c).documents());
        if (read.size() != 1) {
            throw UnusualYaml.here();
        }
        return read;
    }

    // What is confidential in a list of another kind, of Secrets, is not told by its items alone.
    @Override
    public List<Document> join(List<List<Document>> read, Reading whole) {
        List<Mapping> parts = read.stream().map(d -> (Mapping) d.getFirst().root()).toList();
        SplitList list = new SplitList(whole.name(), whole.repeated(), parts.getFirst());
        for (Mapping part : parts) {
            List<Node> items = part.get("items").elements();
            list.add(part == parts.getLast() ? items : items.subList(0, items.size() - 1));
        }
        Mapping joined = list.mapping(parts.getFirst().get("items").mark(), parts.size() > 1 ? List.of(parts.getLast()) : List.of());
        if (!joined.text("kind").equals("List")) {
            throw UnusualYaml.here();
        }
        return List.of(new Document(joined, read.getFirst().getFirst().mark()));
    }
}
