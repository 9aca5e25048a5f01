package io.istiodoctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static Scalar number(int value) {
        return new Scalar(String.valueOf(value), Scalar.Type.NUMBER, Mark.NONE);
    }

    /** Names below one another, on lines apart, in other columns: whatever is packed is what was put in. */
    @Property
    void a_mapping_has_what_was_added(@ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> steps, @ForAll @IntRange(max = 2) int apart,
            @ForAll @IntRange(min = 1, max = 3) int column) {
        Fields fields = new Fields(FieldNames.none());
        Map<String, Mark> keys = new LinkedHashMap<>();
        Map<String, Node> values = new LinkedHashMap<>();
        int line = 7;
        for (int step : steps) {
            String name = "f" + keys.size();
            Mark mark = new Mark(line, apart == 2 ? column + step : column);
            keys.put(name, mark);
            values.put(name, number(step));
            fields.add(name, values.get(name), mark);
            line += apart == 0 ? 1 : step;
        }
        Mapping mapping = fields.mapping(new Mark(7, 2));
        assertEquals(keys, mapping.keys());
        assertEquals(List.copyOf(keys.keySet()), List.copyOf(mapping.keys().keySet()));
        assertEquals(values, mapping.fields());
        keys.forEach((name, mark) -> assertEquals(mark, mapping.key(name)));
        values.forEach((name, value) -> assertEquals(value, mapping.get(name)));
        assertEquals(Mark.NONE, mapping.key("g"));
        assertEquals(Absent.ABSENT, mapping.get("g"));
        assertEquals(new Mapping(values, keys, new Mark(7, 2)), mapping);
        assertEquals(new Mapping(values, keys, new Mark(7, 2)).hashCode(), mapping.hashCode());
    }

    /** Mappings with the same names, one after the other, alike and not: each has its own places. */
    @Property
    void mappings_of_the_same_names_keep_their_places(
            @ForAll @Size(min = 2, max = 6) List<@Size(value = 3) List<@IntRange(max = 1) Integer>> shapes,
            @ForAll @IntRange(max = 1) int indent) {
        Fields fields = new Fields(FieldNames.none());
        Map<Mapping, Map<String, Mark>> read = new LinkedHashMap<>();
        int line = 1;
        for (List<Integer> shape : shapes) {
            Mark mark = new Mark(line, 3);
            Map<String, Mark> keys = new LinkedHashMap<>();
            for (int i = 0; i < shape.size(); i++) {
                Mark key = new Mark(line, 3 + indent * shape.get(i));
                keys.put("f" + i, key);
                fields.add("f" + i, number(i), key);
                line += 1 + shape.get(i);
            }
            read.put(fields.mapping(mark), keys);
            fields.clear();
        }
        read.forEach((mapping, keys) -> assertEquals(keys, mapping.keys()));
    }

    @Test
    void a_name_is_added_once() {
        Fields fields = new Fields(FieldNames.none());
        fields.add("a", number(1), new Mark(1, 1));
        assertFalse(fields.add("a", number(2), new Mark(2, 1)));
        assertEquals(Map.of("a", number(1)), fields.mapping(new Mark(1, 1)).fields());
    }

    @Test
    void a_scalar_keeps_type_and_place() {
        for (Scalar.Type type : Scalar.Type.values()) {
            Scalar scalar = new Scalar("a", type, 3, 2_000_000);
            assertEquals(type, scalar.type());
            assertEquals(new Mark(3, 2_000_000), scalar.mark());
        }
    }
}
