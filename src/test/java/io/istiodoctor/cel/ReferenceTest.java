package io.istiodoctor.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.types.SimpleType;
import io.istiodoctor.model.Mark;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.RuleException;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.vocabulary.SubjectType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {
    private static final List<TypeEntry> TYPES = Reference.of(RuleSet.load(List.of(Path.of("rules"))).rules());
    private static final List<TypeEntry> WITHOUT_RULES = Reference.of(List.of());

    @Test
    void every_type_that_rules_are_asked_of_is_there() {
        assertEquals(Arrays.stream(SubjectType.values()).map(SubjectType::label).sorted().toList(),
                TYPES.stream().map(TypeEntry::askedAs).filter(a -> !a.isEmpty()).sorted().toList());
    }

    @Test
    void every_field_stands_in_its_example() {
        TYPES.forEach(t -> t.fields().forEach(f -> assertTrue(Pattern.compile("\\." + f.name() + "\\b").matcher(f.example()).find(),
                t.name() + "." + f.name() + ": " + f.example())));
    }

    @Test
    void examples_that_were_made_hold_or_not_whatever_they_are_asked_of() {
        Language language = new Language(new MeshTypes());
        for (TypeEntry type : WITHOUT_RULES) {
            for (FieldEntry field : type.fields()) {
                assertEquals("", field.rule());
                SubjectType subject = Arrays.stream(SubjectType.values())
                        .filter(s -> field.example().matches("(?s)(?:.*' in )?" + s.variable() + "\\..*"))
                        .filter(s -> compiles(language, field.example(), s)).findFirst()
                        .orElseThrow(() -> new AssertionError(field.example()));
                var tree = language.check(new Expression(field.example(), "example", Mark.NONE, Optional.empty()), subject);
                assertEquals(SimpleType.BOOL, tree.getResultType(), field.example());
                assertEquals(Optional.empty(), Safety.doubt(tree, Facts.NONE), field.example());
            }
        }
    }

    @Test
    void examples_that_the_building_of_the_tool_writes_are_read_as_they_were(@TempDir Path classes) throws IOException {
        Reference.write(RuleSet.load(List.of(Path.of("rules"))).rules(), classes);
        try (InputStream in = Files.newInputStream(classes.resolve("io/istiodoctor/cel/examples.tsv"))) {
            assertEquals(TYPES, Reference.of(Examples.read(in)));
        }
    }

    private static boolean compiles(Language language, String example, SubjectType subject) {
        try {
            return language.check(new Expression(example, "example", Mark.NONE, Optional.empty()), subject).isChecked();
        } catch (RuleException another) {
            return false;
        }
    }
}
