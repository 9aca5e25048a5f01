package io.istiodoctor.vocabulary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.base.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the tool says of types and fields is what their comments say: {@code mvn test -Dtest=VocabularyTest -Ddocs.write=true} writes it anew. */
class VocabularyTest {
    private static final List<Path> SOURCES = Stream.of("mesh", "conversion", "proxy").map(p -> Path.of("src/main/java/io/istiodoctor", p))
            .toList();
    private static final Path MEANINGS = Path.of("src/main/resources/io/istiodoctor/vocabulary/vocabulary.tsv");

    @Test
    void meanings_are_those_of_the_sources() throws IOException {
        Map<String, String> written = FieldDocumentation.read(SOURCES);
        String wanted = Stream.concat(Stream.of(Subject.class), Vocabulary.types().values().stream())
                .map(t -> line(t.getSimpleName(), written.getOrDefault(t.getSimpleName(), ""))
                        + Vocabulary.fields(t).stream().filter(f -> t == Subject.class || !Vocabulary.common(f))
                                .map(f -> line(t.getSimpleName() + "." + f.getName(),
                                        written.getOrDefault(Vocabulary.owner(f).getSimpleName() + "." + f.getName(), "")))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(MEANINGS, wanted);
        }
        assertEquals(wanted, Files.readString(MEANINGS), "run this test with -Ddocs.write=true");
    }

    private static String line(String name, String meaning) {
        return name + "\t" + meaning + "\n";
    }

    @Test
    void every_type_and_field_has_a_meaning() {
        Vocabulary.types().forEach((name, type) -> {
            assertTrue(!Vocabulary.meaning(type).isEmpty(), name + " has no comment");
            Vocabulary.fields(type)
                    .forEach(f -> assertTrue(!Vocabulary.meaning(type, f).isEmpty(), name + "." + f.getName() + " has no comment"));
        });
    }

    @Test
    void types_have_simple_names_of_their_own() {
        Vocabulary.types().forEach((name, type) -> assertEquals(name, type.getSimpleName()));
    }
}
