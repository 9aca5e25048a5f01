package io.istiodoctor.cluster;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.istiodoctor.model.FieldNames;
import io.istiodoctor.model.Fields;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Makes nodes of JSON tokens. Objects of one kind repeat the same values over and over; one instance of each is
 * kept and shared, and so are the names of fields. For one thread.
 */
final class NodeReader {
    /** Places for shared instances, a power of two; a newer value takes the place of an older one with the same hash. */
    private static final int PLACES = 1 << 13;
    private static final int LONGEST_SHARED = 64;
    /** What Java 25 takes for a mapping and its table, for one of its entries, for a list, and for a text with what is around it. */
    private static final int MAPPING = 80;
    private static final int ENTRY = 4;
    private static final int LIST = 64;
    private static final int TEXT = 64;
    private static final Sequence NO_ELEMENTS = new Sequence(List.of(), Mark.NONE);

    private final FieldNames noFields = FieldNames.none();
    private final Scalar[] scalars = new Scalar[PLACES];
    private long held;

    /** About how many bytes of memory all that was read takes until now. */
    long held() {
        return held;
    }

    Node read(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> mapping(in);
            case BEGIN_ARRAY -> sequence(in);
            case NUMBER -> scalar(in.nextString(), Scalar.Type.NUMBER);
            case BOOLEAN -> scalar(String.valueOf(in.nextBoolean()), Scalar.Type.BOOLEAN);
            case NULL -> {
                in.nextNull();
                yield scalar("null", Scalar.Type.NULL);
            }
            default -> scalar(in.nextString(), Scalar.Type.STRING);
        };
    }

    Mapping mapping(JsonReader in) throws IOException {
        Fields fields = fields();
        in.beginObject();
        while (in.hasNext()) {
            put(in.nextName(), read(in), fields);
        }
        in.endObject();
        return mapping(fields);
    }

    /** Reads what comes next without some fields, wherever below they stand. */
    Node readWithout(BiPredicate<String, JsonToken> unneeded, JsonReader in) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> {
                Fields fields = fields();
                in.beginObject();
                while (in.hasNext()) {
                    String name = in.nextName();
                    if (unneeded.test(name, in.peek())) {
                        in.skipValue();
                    } else {
                        put(name, readWithout(unneeded, in), fields);
                    }
                }
                in.endObject();
                yield mapping(fields);
            }
            case BEGIN_ARRAY -> {
                List<Node> elements = new ArrayList<>();
                in.beginArray();
                while (in.hasNext()) {
                    elements.add(readWithout(unneeded, in));
                }
                in.endArray();
                held += LIST + 8L * elements.size();
                yield new Sequence(elements, Mark.NONE);
            }
            default -> read(in);
        };
    }

    /** The fields of a mapping that is read here. */
    Fields fields() {
        return new Fields(noFields);
    }

    /** Adds a field; of those that stand twice, the last counts. */
    static void put(String name, Node value, Fields fields) {
        if (!fields.add(name, value, Mark.NONE)) {
            fields.replace(name, value);
        }
    }

    /** A mapping without places of these fields, to which nothing may be added afterwards. */
    Mapping mapping(Fields fields) {
        Mapping made = fields.mapping(Mark.NONE);
        held += MAPPING + (long) ENTRY * made.fields().size();
        return made.fields().isEmpty() ? Mapping.EMPTY : made;
    }

    Scalar text(String value) {
        return scalar(value, Scalar.Type.STRING);
    }

    private Sequence sequence(JsonReader in) throws IOException {
        in.beginArray();
        if (in.peek() == JsonToken.END_ARRAY) {
            in.endArray();
            return NO_ELEMENTS;
        }
        List<Node> elements = new ArrayList<>();
        while (in.hasNext()) {
            elements.add(read(in));
        }
        in.endArray();
        held += LIST + 8L * elements.size();
        return new Sequence(elements, Mark.NONE);
    }

    private Scalar scalar(String value, Scalar.Type type) {
        if (value.length() > LONGEST_SHARED) {
            held += TEXT + value.length();
            return new Scalar(value, type, Mark.NONE);
        }
        int place = place(value.hashCode());
        Scalar shared = scalars[place];
        if (shared == null || shared.type() != type || !shared.value().equals(value)) {
            held += TEXT + value.length();
            shared = new Scalar(value, type, Mark.NONE);
            scalars[place] = shared;
        }
        return shared;
    }

    private static int place(int hash) {
        return (hash ^ hash >>> 16) & PLACES - 1;
    }
}
