package io.istiodoctor.mesh.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SelectorIndexTest {
    record Item(String namespace, Map<String, String> selector) {}

    @Provide
    Arbitrary<Map<String, String>> pairs() {
        return Arbitraries.maps(Arbitraries.of("app", "App", "tier"), Arbitraries.of("x", "X", "y")).ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<Item>> items() {
        return Arbitraries.of("a", "b").flatMap(n -> pairs().map(l -> new Item(n, l))).list().ofMaxSize(12);
    }

    @Property
    void the_index_finds_what_a_search_through_all_finds(@ForAll("items") List<Item> items, @ForAll("pairs") Map<String, String> labels) {
        SelectorIndex<Item> index = new SelectorIndex<>(items, Item::namespace, Item::selector);
        assertEquals(
                items.stream().filter(i -> i.namespace().equals("a") && labels.entrySet().containsAll(i.selector().entrySet())).toList(),
                index.selecting("a", labels));
    }
}
