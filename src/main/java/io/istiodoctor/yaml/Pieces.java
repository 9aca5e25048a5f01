package io.istiodoctor.yaml;

import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The single document that kubectl prints of many objects in pieces that several threads can read: cut where the items of its list begin. Pieces
 * that were cut at a wrong place (in a text over several lines, behind an anchor) cannot be read, which only means that the text has to be read as
 * a whole.
 */
final class Pieces {
    /** How large a piece is, in characters: some hundred objects. */
    static final int SIZE = 1 << 20;

    private final String name;
    private final String text;
    private final RepeatedKeys repeated;
    private final int size;
    private final AtomicLong aliased = new AtomicLong();

    /** @param firstLine how many lines stand before it */
    private record Piece(int from, int to, int firstLine) {}

    /** @param tail what stands behind the items */
    private record Items(Piece head, List<Piece> items, Piece tail) {}

    private Pieces(String name, String text, RepeatedKeys repeated, int size) {
        this.name = name;
        this.text = text;
        this.repeated = repeated;
        this.size = size;
    }

    /**
     * The document of a text; empty where it is small, has to be read as a whole, or cannot be read.
     *
     * @param size of a piece, in characters
     */
    static Optional<List<Document>> read(String name, String text, RepeatedKeys repeated, int size) {
        if (text.length() < 2 * size) {
            return Optional.empty();
        }
        Pieces pieces = new Pieces(name, text, repeated, size);
        try {
            return pieces.items().flatMap(pieces::list).map(List::of);
        } catch (SyntaxError whole) {
            // Its place and words are those of a piece; the whole text tells them as they are.
            return Optional.empty();
        }
    }

    private List<List<Document>> read(List<Piece> pieces, int depth) {
        return AllCores.each(pieces.iterator(), p -> read(p, depth));
    }

    private List<Document> read(Piece piece, int depth) {
        return YamlReader.readPart(text.substring(piece.from, piece.to), piece.firstLine,
                new Reading(name, Marks.ordinary(0), depth, repeated, aliased));
    }

    private int behindLine(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    /** Where the items of a list stand; empty where it is no such list. */
    private Optional<Items> items() {
        int found = text.indexOf("\nitems:\n- ");
        if (found < 0 || found > SIZE) {
            return Optional.empty();
        }
        int from = found + "\nitems:\n".length();
        int line = (int) text.substring(0, from).chars().filter(c -> c == '\n').count();
        Piece head = new Piece(0, from, 0);
        List<Piece> pieces = new ArrayList<>();
        int firstLine = line;
        int at = from;
        while (at < text.length() && " -\n#".indexOf(text.charAt(at)) >= 0) {
            boolean item = text.charAt(at) == '-';
            if (item && !text.startsWith("- ", at)) {
                return Optional.empty();
            }
            if (item && at - from >= size) {
                pieces.add(new Piece(from, at, firstLine));
                from = at;
                firstLine = line;
            }
            at = behindLine(at);
            line++;
        }
        pieces.add(new Piece(from, at, firstLine));
        return Optional.of(new Items(head, pieces, new Piece(at, text.length(), line)));
    }

    private Optional<Document> list(Items items) {
        List<Document> head = read(items.head, 0);
        List<Document> tail = read(items.tail, 0);
        List<List<Document>> read = read(items.items, 1);
        List<Mapping> tails = tail.stream().map(Document::root).filter(Mapping.class::isInstance).map(Mapping.class::cast).toList();
        boolean whole = head.size() == 1 && tail.size() <= 1 && tails.size() == tail.size()
                && read.stream().allMatch(d -> d.size() == 1 && d.getFirst().root() instanceof Sequence)
                && tails.stream().noneMatch(t -> t.get("items").isPresent());
        if (!whole || !(head.getFirst().root() instanceof Mapping before) || !isEmpty(before.get("items"))) {
            return Optional.empty();
        }
        SplitList list = new SplitList(name, repeated, before);
        read.forEach(d -> list.add(d.getFirst().root().elements()));
        return Optional.of(new Document(list.mapping(read.getFirst().getFirst().root().mark(), tails), head.getFirst().mark()));
    }

    private static boolean isEmpty(Node value) {
        return value instanceof Scalar scalar && scalar.type() == Scalar.Type.NULL;
    }
}
