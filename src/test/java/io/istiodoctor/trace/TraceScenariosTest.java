package io.istiodoctor.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.Scenario;
import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.rule.RuleSet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which URLs the scenarios must have, and where a request of each URL must stop. */
class TraceScenariosTest {
    private static final Examination EXAMINATION = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);

    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void urls_and_traces_are_as_expected(Scenario scenario) {
        Mesh mesh = Mesh.of(scenario.snapshot(), Instant.now());
        assertEquals(List.of(), scenario.compareWays(mesh, EXAMINATION.run(mesh, new Scope.Everything())));
    }
}
