package io.istiodoctor.schema.demand;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HostSetTest {
    @Provide
    Arbitrary<List<String>> hosts() {
        return Arbitraries.of("*", "*.a", "*.b.a", "*b.a", "a", "b.a", "c.b.a", "cb.a", "ba").list().ofMaxSize(6);
    }

    @Property(tries = 300)
    void finds_what_comparing_with_each_finds(@ForAll("hosts") List<String> hosts) {
        HostSet set = new HostSet();
        List<String> before = new ArrayList<>();
        for (String host : hosts) {
            assertEquals(before.stream().anyMatch(b -> HostSet.covers(b, host) || HostSet.covers(host, b)), set.overlaps(host),
                    host + " after " + before);
            set.add(host);
            before.add(host);
        }
    }
}
