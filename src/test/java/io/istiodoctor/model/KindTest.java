package io.istiodoctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class KindTest {
    @Test
    void a_kind_is_found_by_its_group_whatever_the_version() {
        for (Kind kind : Kind.values()) {
            String prefix = kind.group().isEmpty() ? "" : kind.group() + "/";
            assertEquals(Optional.of(kind), Kind.of(prefix + "v9", kind.kind()));
            assertEquals(Optional.empty(), Kind.of(prefix + "v1", kind.kind() + "s"));
            assertEquals(Optional.empty(), Kind.of("x" + kind.group() + "/v1", kind.kind()));
        }
        assertEquals(Optional.of(Kind.INGRESS), Kind.of("extensions/v1beta1", "Ingress"));
        assertEquals(Optional.of(Kind.DEPLOYMENT), Kind.of("extensions/v1beta1", "Deployment"));
        assertEquals(Optional.empty(), Kind.of("extensions/v1beta1", "StatefulSet"));
        assertEquals(Optional.empty(), Kind.of("", "Deployment"));
    }
}
