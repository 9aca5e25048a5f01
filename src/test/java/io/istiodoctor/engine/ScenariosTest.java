package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.Scenario;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.rule.RuleSet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {
    private static final Examination EXAMINATION = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);

    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_check_says_what_is_expected_and_nothing_else(Scenario scenario) {
        var diagnosis = EXAMINATION.run(Mesh.of(scenario.snapshot(), Instant.now()), new Scope.Everything());
        assertEquals(List.of(), scenario.compare(diagnosis));
    }
}
