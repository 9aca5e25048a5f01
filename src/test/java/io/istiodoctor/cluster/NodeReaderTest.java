package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.yaml.JsonScanner;
import io.istiodoctor.yaml.SyntaxError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is read of an answer, held against what a library reads of it, however few bytes come at a time. */
class NodeReaderTest {
    @Provide
    Arbitrary<JsonElement> values() {
        Arbitrary<JsonElement> strings = Arbitraries
                .of("a", "B", "\u00e9", "\u20ac", "\"", "\\", "/", "\n", "\t", "\u0001", "{", "}", "[", "]", ":",
                        ",", "0", " ", "\ud83d\ude00")
                .list().ofMaxSize(90).map(letters -> new JsonPrimitive(String.join("", letters)));
        Arbitrary<JsonElement> words = Arbitraries.of(new JsonPrimitive(true), new JsonPrimitive(false), JsonNull.INSTANCE,
                new JsonPrimitive(0), new JsonPrimitive(-17), new JsonPrimitive(new LazilyParsedNumber("1.50e+3")));
        Arbitrary<JsonElement> names = Arbitraries.of("Aa", "BB", "AaAa", "BBBB", "AaBB", "").map(JsonPrimitive::new);
        return Arbitraries.recursive(() -> Arbitraries.oneOf(strings, words, names), NodeReaderTest::nested, 0, 4);
    }

    private static Arbitrary<JsonElement> nested(Arbitrary<JsonElement> inner) {
        Arbitrary<JsonElement> lists = inner.list().ofMaxSize(4).map(elements -> {
            JsonArray list = new JsonArray();
            elements.forEach(list::add);
            return list;
        });
        Arbitrary<String> names = Arbitraries.of("kind", "name", "Aa", "BB", "status", "\u00e9", "a\"b", "skipped");
        Arbitrary<JsonElement> objects = Combinators.combine(names, inner).as(Map::entry).list().ofMaxSize(6).map(entries -> {
            JsonObject object = new JsonObject();
            entries.forEach(e -> object.add(e.getKey(), e.getValue()));
            return object;
        });
        return Arbitraries.oneOf(lists, objects);
    }

    @Property
    void what_is_read_is_what_a_library_reads(@ForAll("values") JsonElement value, @ForAll @IntRange(min = 1, max = 40) int atOnce) {
        assertEquals(value, element(new NodeReader().read(new JsonAnswer(slow(value.toString(), atOnce)))));
    }

    @Property
    void what_is_not_needed_is_passed_over_wherever_it_stands(@ForAll("values") JsonElement value,
            @ForAll @IntRange(min = 1, max = 40) int atOnce) {
        JsonAnswer in = new JsonAnswer(slow("{\"skipped\": " + value + ", \"kept\": " + value + ", \"skipped\": " + value + " }", atOnce));
        Node read = new NodeReader().readWithout((name, _) -> name.equals("skipped"), in);
        assertEquals(JsonScanner.END, in.next());
        assertEquals(List.of("kept"), List.copyOf(read.fields().keySet()));
        assertEquals(without(value), element(read.get("kept")));
    }

    @Property(tries = 3000)
    void what_a_library_refuses_is_refused(@ForAll("values") JsonElement value, @ForAll @IntRange(min = 1, max = 40) int atOnce,
            @ForAll @IntRange(min = 0, max = 400) int place, @ForAll @IntRange(min = 0, max = 127) int damage) {
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        if (place < bytes.length && bytes[place] >= 0) {
            bytes[place] = (byte) damage;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        Optional<JsonElement> wanted = parsed(text);
        Optional<JsonElement> read = read(text, atOnce);
        wanted.ifPresent(w -> assertEquals(Optional.of(w), read, text));
        // Kubernetes takes what JSON forbids inside of strings; everything else that a library refuses is refused.
        if (wanted.isEmpty() && text.chars().allMatch(c -> c >= ' ')) {
            assertEquals(wanted, read, text);
        }
    }

    @Test
    void equal_values_are_one_instance_and_others_none() {
        List<Node> read = new NodeReader()
                .read(new JsonAnswer(
                        slow("[{\"a\": [\"Aa\", 1]}, {\"a\": [\"Aa\", 1]}, {\"a\": [\"BB\", 1]}, {\"a\": [\"Aa\", \"1\"]}]", 100)))
                .elements();
        assertSame(read.get(0), read.get(1));
        assertNotSame(read.get(0), read.get(2));
        assertEquals("BB", read.get(2).get("a").elements().getFirst().text().orElseThrow());
        assertNotSame(read.get(0), read.get(3));
    }

    @Test
    void what_is_nested_without_end_is_refused() {
        assertThrows(SyntaxError.class, () -> new NodeReader().read(new JsonAnswer(slow("[".repeat(100_000), 1000))));
    }

    @Test
    void a_string_without_end_is_refused() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return '"';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                Arrays.fill(into, offset, offset + length, (byte) 'a');
                into[offset] = (byte) (first ? '"' : 'a');
                first = false;
                return length;
            }

            private boolean first = true;
        };
        assertThrows(SyntaxError.class, () -> new JsonAnswer(endless).skip());
    }

    private static InputStream slow(String text, int atOnce) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, atOnce));
            }
        };
    }

    private static Optional<JsonElement> read(String text, int atOnce) {
        try {
            JsonAnswer in = new JsonAnswer(slow(text, atOnce));
            Node read = new NodeReader().read(in);
            return Optional.of(read).filter(_ -> in.next() == JsonScanner.END).map(NodeReaderTest::element);
        } catch (SyntaxError | WrongAnswer e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonElement> parsed(String text) {
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            JsonElement read = com.google.gson.JsonParser.parseReader(in);
            return in.peek() == JsonToken.END_DOCUMENT ? Optional.of(read) : Optional.empty();
        } catch (JsonParseException | IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static JsonElement without(JsonElement value) {
        if (value instanceof JsonArray list) {
            JsonArray kept = new JsonArray();
            list.forEach(e -> kept.add(without(e)));
            return kept;
        }
        if (value instanceof JsonObject object) {
            JsonObject kept = new JsonObject();
            object.entrySet().stream().filter(e -> !e.getKey().equals("skipped")).forEach(e -> kept.add(e.getKey(), without(e.getValue())));
            return kept;
        }
        return value;
    }

    private static JsonElement element(Node node) {
        if (node instanceof Scalar scalar) {
            return switch (scalar.type()) {
                case STRING -> new JsonPrimitive(scalar.value());
                case NUMBER -> new JsonPrimitive(new LazilyParsedNumber(scalar.value()));
                case BOOLEAN -> new JsonPrimitive(scalar.isTrue());
                case NULL -> JsonNull.INSTANCE;
            };
        }
        if (node instanceof Sequence sequence) {
            JsonArray list = new JsonArray();
            sequence.elements().forEach(e -> list.add(element(e)));
            return list;
        }
        JsonObject object = new JsonObject();
        node.fields().forEach((name, field) -> object.add(name, element(field)));
        return object;
    }
}
