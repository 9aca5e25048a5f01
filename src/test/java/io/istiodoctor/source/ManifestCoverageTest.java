package io.istiodoctor.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets.Lookup;
import io.istiodoctor.source.Secrets.Name;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestCoverageTest {
    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: a, namespace: shop}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: tls, namespace: shop}
            data: {tls.crt: b2xk, ca.crt: Y2E=}
            stringData: {tls.crt: new, tls.key: "1"}
            """;

    private static Snapshot read(boolean complete) {
        return ManifestSource.read(List.of("-"), new ManifestOptions("default", complete,
                new ByteArrayInputStream(MANIFESTS.getBytes(StandardCharsets.UTF_8)), note -> {}));
    }

    @Test
    void manifests_tell_what_is_there_but_hardly_what_is_not() {
        Snapshot snapshot = read(false);
        assertEquals(new Coverage.Partial(Set.of("shop"), "the input may lack some Service objects"
                + " (--assume-complete says that the input is everything)"), snapshot.coverage(Kind.SERVICE));
        assertEquals(Certainty.INFERRED, snapshot.coverage(Kind.SERVICE).absenceIn("shop"));
        assertEquals(Certainty.UNKNOWN, snapshot.coverage(Kind.SERVICE).absenceIn("default"));
        assertEquals(Certainty.INFERRED, snapshot.coverage(Kind.NAMESPACE).absenceAnywhere());
        assertEquals("the input has no Pod (--assume-complete says that the input is everything)", snapshot.coverage(Kind.POD).reason());
        assertEquals("the input has no Gateway (networking.istio.io) (--assume-complete says that the input is everything)",
                snapshot.coverage(Kind.ISTIO_GATEWAY).reason());
    }

    @Test
    void complete_manifests_tell_everything_of_every_kind() {
        Snapshot snapshot = read(true);
        for (Kind kind : Kind.values()) {
            assertEquals(new Coverage.Complete(), snapshot.coverage(kind));
        }
    }

    @Test
    void a_secret_that_is_not_there_is_missing_only_from_a_complete_input() {
        assertEquals(new Lookup.Missing(), read(true).secrets().find(new Name("shop", "x")));
        assertEquals(new Lookup.Unknown("the input has no Secret shop/x, but the cluster may have it"),
                read(false).secrets().find(new Name("shop", "x")));
        assertInstanceOf(Lookup.Unknown.class, read(false).secrets().find(new Name("default", "tls")));
    }

    @Test
    void plain_data_of_a_secret_is_encoded_and_goes_before_encoded_data() {
        Resource secret = assertInstanceOf(Lookup.Found.class, read(false).secrets().find(new Name("shop", "tls"))).secret();
        assertEquals("{ca.crt=Y2E=, tls.crt=bmV3, tls.key=MQ==}", Resource.texts(secret.root().get("data")).toString());
        assertEquals(false, secret.root().get("stringData").isPresent());
    }
}
