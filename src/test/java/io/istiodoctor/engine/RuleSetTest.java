package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of each rule, and of all together. */
class RuleSetTest {
    private static final RuleSet RULES = RuleSet.load(List.of(Path.of("rules")));

    private static final Version THIS = version();

    private static Version version() {
        try {
            Matcher version = Pattern.compile("<artifactId>istio-doctor</artifactId>\\s*<version>([^<]*)")
                    .matcher(Files.readString(Path.of("pom.xml")));
            assertTrue(version.find());
            return Version.parse(version.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Rule> rules() {
        return RULES.rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_rule_is_described_in_full(Rule rule) {
        assertAll(
                () -> assertTrue(rule.title().length() <= 70 && !rule.title().endsWith("."), "title: " + rule.title()),
                () -> assertTrue(rule.why().endsWith("."), "why ends with a full stop"),
                () -> assertTrue(rule.fixes().size() >= 1, "has a fix"),
                () -> assertTrue(rule.references().size() >= 1, "has a reference"),
                () -> assertTrue(rule.since().matches("\\d+\\.\\d+\\.\\d+"), "since: " + rule.since()),
                () -> assertTrue(Version.parse(rule.since()).compareTo(THIS) <= 0,
                        "since " + rule.since() + ", which is to come after " + THIS),
                () -> rule.message().forEach(m -> assertTrue(m.value().outline().matches("(?s).*[.?>]$"), m.value().outline())),
                () -> rule.fixes().forEach(f -> assertTrue(!f.title().outline().endsWith("."), f.title().outline())));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_rule_needs_only_what_the_mesh_knows(Rule rule) {
        String namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";
        var options = new ManifestOptions("default", false,
                new ByteArrayInputStream(namespace.getBytes(StandardCharsets.UTF_8)), n -> {});
        Mesh mesh = Mesh.of(ManifestSource.read(List.of("-"), options), Instant.EPOCH);
        rule.needs().forEach(n -> assertTrue(mesh.coverage(n).isPresent(), n));
    }

    @Test
    void no_name_and_alias_are_the_same() {
        Set<String> names = new HashSet<>();
        RULES.rules().forEach(r -> assertTrue(names.add(r.name()), r.name()));
        RULES.rules().forEach(r -> r.aliases().forEach(a -> assertTrue(!names.contains(a), a)));
    }
}
