package io.istiodoctor.cluster;

import io.istiodoctor.model.Absent;
import io.istiodoctor.model.FieldNames;
import io.istiodoctor.model.Fields;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.yaml.JsonLiteral;
import io.istiodoctor.yaml.SharedTexts;
import io.istiodoctor.yaml.SyntaxError;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Makes nodes of JSON tokens. Objects of one kind repeat the same values over and over; one instance of each is
 * kept and shared, and so are the names of fields. For one thread.
 */
final class NodeReader {
    /** What Java 25 takes for a mapping and its table, for one of its entries, for a list, and for a text with what is around it. */
    private static final int MAPPING = 48;
    private static final int ENTRY = 4;
    private static final int LIST = 64;
    private static final int TEXT = 64;
    /** A power of two. */
    private static final int PLACES = 1 << 13;
    private static final Sequence NO_ELEMENTS = new Sequence(List.of(), Mark.NONE);

    private final FieldNames noFields = FieldNames.none();
    private final SharedTexts<Scalar> strings = new SharedTexts<>(text -> scalar(text, Scalar.Type.STRING));
    private final SharedTexts<Node> words = new SharedTexts<>(this::word);
    /** Those of mappings that were read, of use for others. */
    private final Deque<Fields> idle = new ArrayDeque<>();
    /** Mappings and lists, each at the place of its hash, where a newer one replaces it. */
    private final Node[] shared = new Node[PLACES];
    /** Of what was read last. */
    private int hash;
    private long held;

    /** About how many bytes of memory all that was read takes until now. */
    long held() {
        return held;
    }

    /**
     * Reads a JSON text.
     *
     * @throws SyntaxError where it is none
     */
    static Node read(String json) {
        return new NodeReader().read(new JsonAnswer(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
    }

    Node read(JsonAnswer in) {
        return readWithout(NodeReader::none, in);
    }

    @SuppressWarnings("unused")
    private static boolean none(String name, JsonAnswer value) {
        return false;
    }

    /** Reads what comes next without some fields, wherever below they stand, which are told by their name and what comes next behind it. */
    Node readWithout(BiPredicate<String, JsonAnswer> unneeded, JsonAnswer in) {
        return switch (in.next()) {
            case '"' -> scalar(in.string(strings));
            case '{' -> mapping(unneeded, in);
            case '[' -> sequence(unneeded, in);
            default -> {
                if (!(in.word(words) instanceof Scalar word)) {
                    throw in.error("expected a JSON value");
                }
                yield scalar(word);
            }
        };
    }

    private Scalar scalar(Scalar read) {
        hash = read.value().hashCode();
        return read;
    }

    private Mapping mapping(BiPredicate<String, JsonAnswer> unneeded, JsonAnswer in) {
        Fields fields = fields();
        int hashes = 1;
        in.beginObject();
        while (in.hasNext()) {
            String name = in.name();
            if (unneeded.test(name, in)) {
                in.skip();
            } else {
                put(name, readWithout(unneeded, in), fields);
                hashes = 31 * hashes + hash;
            }
        }
        in.endObject();
        hash = hashes;
        int place = place(hashes);
        if (shared[place] instanceof Mapping known && fields.are(known)) {
            fields.clear();
            idle.push(fields);
            return known;
        }
        Mapping made = mapping(fields);
        shared[place] = made;
        return made;
    }

    private Sequence sequence(BiPredicate<String, JsonAnswer> unneeded, JsonAnswer in) {
        in.beginList();
        if (!in.hasNext()) {
            in.endList();
            hash = 0;
            return NO_ELEMENTS;
        }
        List<Node> elements = new ArrayList<>();
        int hashes = 7;
        do {
            elements.add(readWithout(unneeded, in));
            hashes = 31 * hashes + hash;
        } while (in.hasNext());
        in.endList();
        hash = hashes;
        int place = place(hashes);
        if (shared[place] instanceof Sequence known && same(known.elements(), elements)) {
            return known;
        }
        held += LIST + 8L * elements.size();
        Sequence made = new Sequence(elements, Mark.NONE);
        shared[place] = made;
        return made;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean same(List<Node> known, List<Node> elements) {
        if (known.size() != elements.size()) {
            return false;
        }
        for (int i = 0; i < elements.size(); i++) {
            if (known.get(i) != elements.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static int place(int hash) {
        return (hash ^ hash >>> 14) & PLACES - 1;
    }

    /** The fields of a mapping that is read here, until {@link #mapping(Fields)} is made of them. */
    Fields fields() {
        Fields used = idle.poll();
        return used == null ? new Fields(noFields) : used;
    }

    /** Adds a field; of those that stand twice, the last counts. */
    static void put(String name, Node value, Fields fields) {
        if (!fields.add(name, value, Mark.NONE)) {
            fields.replace(name, value);
        }
    }

    /** A mapping without places of these fields, which are of no use to the caller afterwards. */
    Mapping mapping(Fields fields) {
        Mapping made = fields.mapping(Mark.NONE);
        fields.clear();
        idle.push(fields);
        int size = made.size();
        held += MAPPING + (long) ENTRY * size;
        return size == 0 ? Mapping.EMPTY : made;
    }

    /** A text that does not stand there. */
    Scalar text(String value) {
        return scalar(value, Scalar.Type.STRING);
    }

    private Node word(String word) {
        return JsonLiteral.of(word).type().<Node>map(type -> scalar(word, type)).orElse(Absent.ABSENT);
    }

    private Scalar scalar(String value, Scalar.Type type) {
        held += TEXT + value.length();
        return new Scalar(value, type, Mark.NONE);
    }
}
