package io.istiodoctor.mesh.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HostIndexTest {
    @Provide
    Arbitrary<String> hosts() {
        Arbitrary<String> name = Arbitraries.of("a", "b", "A").list().ofMinSize(1).ofMaxSize(3).map(l -> String.join(".", l));
        return Arbitraries.oneOf(Arbitraries.just("*"), name, name.map(n -> "*." + n), name.map(n -> "*" + n), name.map(n -> "*-" + n));
    }

    @Provide
    Arbitrary<List<String>> hostLists() {
        return hosts().list().ofMaxSize(10);
    }

    @Property(tries = 2000)
    void the_index_finds_what_a_search_through_all_finds(@ForAll("hostLists") List<String> all, @ForAll("hosts") String host) {
        HostIndex<String> index = new HostIndex<>();
        all.forEach(h -> index.add(h, h));
        assertEquals(all.stream().filter(h -> HostPattern.overlap(h, host)).toList(),
                index.overlapping(host).stream().map(HostIndex.Entry::value).toList());
    }
}
