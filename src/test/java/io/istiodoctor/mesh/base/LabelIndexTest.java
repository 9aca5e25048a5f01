package io.istiodoctor.mesh.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LabelIndexTest {
    record Item(String namespace, Map<String, String> labels) {}

    @Provide
    Arbitrary<Map<String, String>> labels() {
        return Arbitraries.maps(Arbitraries.of("app", "App", "tier"), Arbitraries.of("x", "X", "y")).ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<Item>> items() {
        return Arbitraries.of("a", "b").flatMap(n -> labels().map(l -> new Item(n, l))).list().ofMaxSize(12);
    }

    @Property
    void the_index_finds_what_a_search_through_all_finds(@ForAll("items") List<Item> items,
            @ForAll("labels") Map<String, String> selector) {
        LabelIndex<Item> index = new LabelIndex<>(items, Item::namespace, Item::labels);
        List<Item> everywhere = selector.isEmpty() ? List.of()
                : items.stream().filter(i -> i.labels().entrySet().containsAll(selector.entrySet())).toList();
        assertEquals(everywhere, index.everywhere(selector));
        assertEquals(everywhere.stream().filter(i -> i.namespace().equals("a")).toList(), index.in("a", selector));
    }
}
