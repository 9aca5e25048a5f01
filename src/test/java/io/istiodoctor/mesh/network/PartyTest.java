package io.istiodoctor.mesh.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartyTest {
    @Test
    void who_is_outside_is_told_by_its_address_where_that_is_known() {
        assertEquals("203.0.113.7", new Party.Outside("203.0.113.7").words());
        assertEquals("clients outside", Party.of(Optional.empty()).words());
        assertEquals("pods of shop", new Party.Unread("shop").words());
    }
}
