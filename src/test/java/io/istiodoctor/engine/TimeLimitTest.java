package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Unanswered;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expressions that users wrote come to an end, and what they would have said is not taken for a pass. */
class TimeLimitTest {
    private static final String RULE = """
            rule: endless
            title: Endless
            severity: warning
            since: 0.1.0
            for: service
            when: '%s'
            at: metadata
            message: Found.
            why: Because.
            fixes:
            - title: Change it
              command: kubectl edit
            """;
    private static final String TEN = "[1,2,3,4,5,6,7,8,9,10]";

    @TempDir
    Path folder;

    @Test
    void an_expression_of_too_many_steps_is_given_up() throws IOException {
        String loops = TEN + ".all(a, " + TEN + ".all(b, " + TEN + ".all(c, " + TEN + ".all(d, " + TEN + ".all(e, " + TEN
                + ".all(f, true))))))";
        Diagnosis diagnosis = check(loops, 1);
        assertEquals(List.of(), diagnosis.findings());
        assertEquals(1, diagnosis.notChecked().size());
        assertTrue(diagnosis.notChecked().getFirst().reason().contains("teration budget exceeded"), diagnosis.notChecked().toString());
    }

    @Test
    void a_rule_that_takes_too_long_for_all_its_subjects_is_not_checked() throws IOException {
        String slow = TEN + ".all(a, " + TEN + ".all(b, " + TEN + ".all(c, " + TEN + ".all(d, service.name.matches(\"(x*)*y\") || true))))";
        Diagnosis diagnosis = check(slow, 2000);
        assertEquals(List.of("took more than 2 s; its expressions look at too much for each service"),
                diagnosis.notChecked().stream().map(n -> n.reason()).toList());
        assertEquals(List.of(), diagnosis.findings());
        assertEquals(List.of(new Unanswered("rule endless", diagnosis.notChecked().getFirst().reason())), diagnosis.unanswered());
    }

    @Test
    void a_rule_that_was_asked_for_and_has_no_value_leaves_that_unanswered() throws IOException {
        Diagnosis diagnosis = check("1u - 2u > 0u", 1);
        assertEquals(List.of("rule endless"), diagnosis.unanswered().stream().map(Unanswered::question).toList());
        assertTrue(diagnosis.unanswered().getFirst().reason().contains("underflow"), diagnosis.unanswered().toString());
    }

    private Diagnosis check(String when, int services) throws IOException {
        Files.writeString(folder.resolve("endless.yaml"), RULE.formatted(when));
        StringBuilder manifests = new StringBuilder();
        for (int i = 0; i < services; i++) {
            manifests.append("---\napiVersion: v1\nkind: Service\nmetadata: {name: s").append(i).append("}\n");
        }
        var input = new ByteArrayInputStream(manifests.toString().getBytes(StandardCharsets.UTF_8));
        Mesh mesh = Mesh.of(ManifestSource.read(List.of("-"), new ManifestOptions("default", true, input, n -> {})), Instant.EPOCH);
        return Examination.of(RuleSet.load(List.of(folder)), r -> true).run(Proxies.of(mesh), new Scope.Everything(), true);
    }
}
