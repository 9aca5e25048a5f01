package io.istiodoctor.laboratory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@code laboratory/judge} hold this judge and that of the laboratory to the same rules. */
class JudgeCasesTest {
    @TestFactory
    Stream<DynamicTest> traces() throws IOException {
        return cases("traces.jsonl", c -> TraceDifference.of(c.getAsJsonObject("said"), c.getAsJsonObject("truth"),
                c.has("family") ? c.get("family").getAsString() : "outside"));
    }

    @TestFactory
    Stream<DynamicTest> proxies() throws IOException {
        return cases("proxies.jsonl", c -> ProxyDifference.of(c.getAsJsonArray("said"), c.getAsJsonObject("real")));
    }

    private interface Comparer {
        Optional<String> difference(JsonObject given);
    }

    private static Stream<DynamicTest> cases(String file, Comparer comparer) throws IOException {
        return Files.readAllLines(Path.of("laboratory", "judge", file)).stream().filter(l -> !l.isBlank())
                .map(l -> JsonParser.parseString(l).getAsJsonObject())
                .map(c -> DynamicTest.dynamicTest(c.get("case").getAsString(), () -> assertEquals(
                        c.get("agree").getAsBoolean(), comparer.difference(c).isEmpty(), () -> comparer.difference(c).toString())));
    }
}
