package io.istiodoctor.conversion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.istiodoctor.conversion.gatewayapi.GatewayApiConversion;
import io.istiodoctor.conversion.ingress.IngressConversion;
import io.istiodoctor.mesh.Meshes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What is made of generated clusters' objects is what istiod's own code made of them (release in laboratory's go.mod). */
class IstiodTruthTest {
    @Test
    void objects_become_what_istiod_makes_of_them() throws IOException {
        List<Truth> truths = recorded("istiod.jsonl.gz");
        assertFalse(truths.isEmpty());
        assertEquals("", truths.stream().flatMap(t -> t.differences(converted(t.cluster())).stream()).collect(Collectors.joining("\n")));
    }

    // istiod was given objects that no API server asked first.
    private static List<Conversion> converted(String cluster) {
        ConversionInput input = ConversionInput.of(Meshes.complete(cluster).written());
        return List.of(GatewayApiConversion.of(input), IngressConversion.of(input));
    }

    private static List<Truth> recorded(String resource) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(IstiodTruthTest.class.getResourceAsStream("/conversion/" + resource)), StandardCharsets.UTF_8))) {
            return lines.lines().map(Truth::of).toList();
        }
    }
}
