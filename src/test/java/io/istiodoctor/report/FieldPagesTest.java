package io.istiodoctor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.cel.FieldEntry;
import io.istiodoctor.cel.Reference;
import io.istiodoctor.cel.TypeEntry;
import io.istiodoctor.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/fields.md is made from the mesh and the rules: {@code mvn test -Dtest=FieldPagesTest -Ddocs.write=true} writes it anew. */
class FieldPagesTest {
    private static final Path PAGE = Path.of("docs", "fields.md");

    @Test
    void the_page_is_that_of_the_mesh() throws IOException {
        String wanted = FieldMarkdown.markdown(Reference.of(RuleSet.load(List.of(Path.of("rules"))).rules()));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, wanted);
        }
        assertTrue(Files.exists(PAGE), "run this test with -Ddocs.write=true");
        assertEquals(wanted, Files.readString(PAGE), "run this test with -Ddocs.write=true");
    }

    @Test
    void a_type_is_shown_with_its_fields() {
        TypeEntry type = new TypeEntry("Service", "service", "service",
                "A Kubernetes Service with the workloads that its selector matches.",
                List.of(new FieldEntry("workloads", "list(Workload)", List.of(), "The pods that it selects.", "workloadAbsence",
                        "service.workloads.size() == 0", "service-selector-matches-no-pod"),
                        new FieldEntry("mood", "string", List.of("good", "bad"), "How it is.", "", "service.mood == 'good'", "")));
        assertEquals("""
                Service  for: service, seen as service

                A Kubernetes Service with the workloads that its selector matches.

                workloads  list(Workload)
                    The pods that it selects. How certain an absence is tells workloadAbsence.
                    service.workloads.size() == 0 [service-selector-matches-no-pod]

                mood  string
                    How it is. One of 'good', 'bad'.
                    service.mood == 'good'

                And what everything has that a rule is asked of: rules fields Subject
                """, FieldPage.of(type, new Screen(80, false, true)));
        assertEquals("""
                Types that a rule is asked of, by what it writes behind `for:`
                  service (as service) A Kubernetes Service with the workloads that its selector
                      matches.

                Types that are reached from these
                """, FieldPage.list(List.of(type), new Screen(80, false, true)));
    }
}
