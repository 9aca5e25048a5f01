package io.istiodoctor.mesh.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            10.0.0.1-10.0.0.4,   10.0.0.4,  true,  4
            10.0.0.1 - 10.0.0.1, 10.0.0.2,  false, 1
            10.0.0.7/30,         10.0.0.4,  true,  4
            10.0.0.9,            10.0.0.9,  true,  1
            fc00::/126,          fc00::3,   true,  4
            10.0.0.0/24,         example,   false, 256
            """)
    void a_range_of_addresses_holds_both_its_ends(String range, String address, boolean contains, long size) {
        AddressRange parsed = AddressRange.parse(range).orElseThrow();
        assertEquals(contains, parsed.contains(address));
        assertEquals(size, parsed.size());
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "10.0.0.0/33", "10.0.0.1-", "localhost"})
    void what_is_no_range_is_not_guessed(String text) {
        assertEquals(Optional.empty(), AddressRange.parse(text));
    }
}
