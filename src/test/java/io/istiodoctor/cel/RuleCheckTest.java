package io.istiodoctor.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleException;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.vocabulary.Vocabulary;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleCheckTest {
    @TempDir
    private Path folder;

    static Stream<Rule> rules() {
        return RuleSet.load(List.of(Path.of("rules"))).rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void every_shipped_rule_is_proven(Rule rule) {
        new RuleCheck().check(rule);
    }

    /** What is wrong with a rule, without its place; "" when nothing is. */
    private String mistake(String type, String fields) throws IOException {
        Files.writeString(folder.resolve("r.yaml"), """
                rule: r
                title: t
                severity: warning
                since: 0.1.0
                for: %s
                why: w.
                references: [r]
                %s""".formatted(type, fields));
        Rule rule = RuleSet.load(List.of(folder)).rules().getFirst();
        try {
            new RuleCheck().check(rule);
            return "";
        } catch (RuleException e) {
            return e.getMessage().replaceFirst("^.*?:\\d+:\\d+: ", "");
        }
    }

    private String mistake(String type, String when, String message) throws IOException {
        return mistake(type, "when: >-\n  " + when + "\nmessage: >-\n  {" + message + "}\n");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', value = {
            "service.ports.size() > 0                                          | service.ports[0].portName",
            "service.ports.size() > 1                                          | service.ports[1].portName",
            "service.ports.size() >= 2                                         | service.ports[1].portName",
            "service.ports.size() == 1                                         | service.ports[0].portName",
            "!(service.ports.size() == 0)                                      | service.ports[0].portName",
            "0 < 1 && service.ports.size() != 0                                | service.ports[0].portName",
            "service.ports.exists(p, p.appProtocol)                                  | service.ports[0].portName",
            "service.headless || service.ports.size() > 0                      | service.headless ? '' : service.ports[0].portName",
            "(service.headless || service.ports.size() > 0) && !service.headless | service.ports[0].portName",
            "true                                                             | service.ports.size() > 0 ? service.ports[0].portName : ''",
            "true                                                             | service.ports[?0].?portName",
            "true                                                             | service.ports.map(p, p.portName)[?0].orValue('')",
            "true                                                             | ['a'][0]",
            "true                                                             | service.name.split('-')[0]",
            "service.nearestWorkload.hasValue()                               | service.nearestWorkload.value().name",
            "true                                                             | service.nearestWorkload.hasValue() && service.nearestWorkload.value().ready",
            "true                                                             | !service.nearestWorkload.hasValue() || service.nearestWorkload.value().ready",
            "true                                                             | service.nearestWorkload.optMap(w, w.name).orValue('')",
            "service.ports.all(p, p.nearestName.hasValue() && p.nearestName.value() != '') | service.name",
            "'app' in service.selector                                        | service.selector['app']",
            "true                                                             | service.selector[?'app'].orValue('')",
            "true                                                             | service.ports.size() / 2"})
    void what_is_asked_before_has_a_value(String when, String message) throws IOException {
        assertEquals("", mistake("service", when, message));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', value = {
            "true                                        | service.ports[0].portName                   | service.ports may have no element 0",
            "service.ports.size() > 0                     | service.ports[1].portName                   | service.ports may have no element 1",
            "service.ports.size() < 3                     | service.ports[0].portName                   | service.ports may have no element 0",
            "service.externalIPs.size() > 0              | service.ports[0].portName                   | service.ports may have no element 0",
            "service.headless || service.ports.size() > 0 | service.ports[0].portName                   | service.ports may have no element 0",
            "service.ports.all(p, p.appProtocol)                | service.ports[0].portName                   | service.ports may have no element 0",
            "service.ports.size() > 0                     | service.ports[service.ports.size()].name | only a number as it stands can be proven",
            "true                                        | service.nearestWorkload.value().name   | service.nearestWorkload may have no value",
            "!service.nearestWorkload.hasValue()         | service.nearestWorkload.value().name   | service.nearestWorkload may have no value",
            "service.ports.all(p, p.nearestName.value() != '') | service.name                     | p.nearestName may have no value",
            "true                                        | service.selector['app']                | service.selector may have no 'app'",
            "true                                        | service.selector.app                   | service.selector may have no 'app'",
            "true                                        | 8 / service.ports.size()                | service.ports.size() may be 0",
            "true                                        | 8 % 0                                  | 0 may be 0",
            "true                                        | int(service.name)                      | has no value for some texts",
            "true                                        | service.name.substring(3)              | has no value for some texts",
            "true                                        | service.name.split('-')[1]             | may have no element 1",
            "true                                        | service.resource                       | undefined field 'resource'",
            "service.name                                | service.name                           | this gives string, but a bool is needed here"})
    void what_may_have_no_value_is_a_mistake(String when, String message, String expected) throws IOException {
        String mistake = mistake("service", when, message);
        assertTrue(mistake.contains(expected), mistake);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', value = {
            "service            | service.workloads.size() == 0                     | service.workloadAbsence",
            "service            | service.workloads.size() < 2                      | service.workloadAbsence",
            "service            | !(service.workloads.size() > 0)                   | service.workloadAbsence",
            "service            | service.headless ? service.workloads.size() == 0 : false | service.workloadAbsence",
            "service            | service.workloads.all(w, w.ready)                 | service.workloadAbsence",
            "service            | !service.workloads.exists(w, w.ready)             | service.workloadAbsence",
            "service            | service.workloads.size() == service.ports.size()  | service.workloadAbsence",
            "service            | service.workloads.size() > 0                      | ``",
            "service            | service.workloads.exists(w, !w.ready)             | ``",
            "destination        | !destination.found                                | destination.absence",
            "destination        | destination.found                                 | ``",
            "destination        | destination.portMissing                           | destination.portAbsence",
            "destination        | !destination.portMissing                          | ``",
            "destination        | !destination.service.hasValue()                   | destination.absence",
            "destination        | destination.service.hasValue() && destination.service.value().headless | ``",
            "destination        | destination.fromGateway.passedThrough && !destination.fromGateway.guarded | destination.fromGateway.policyAbsence",
            "destination        | destination.export.hiddenFrom.size() > 0          | destination.export.absence",
            "destination        | destination.export.hiddenFrom.size() == 0         | ``",
            "virtualServiceHost | host.serverUnused.hasValue()                      | host.meshHostAbsence"})
    void what_rests_on_an_absence_says_how_certain_it_is(String type, String when, String expected) throws IOException {
        String message = "message: m.\nwhen: >-\n  " + when + "\n";
        String mistake = mistake(type, message);
        assertEquals(expected.isEmpty() ? "" : "certainty: " + expected, mistake.replaceFirst("^.*(?=certainty: )", ""));
        assertEquals("", mistake(type, message + "certainty: " + (expected.isEmpty() ? "inferred" : expected) + "\n"));
    }

    @Test
    void a_certainty_is_no_text() throws IOException {
        String mistake = mistake("service", "message: m.\nwhen: service.workloads.size() == 0\ncertainty: '\"certain\"'\n");
        assertEquals(
                "`\"certain\"`: this gives string, but a certainty (certain, inferred, unknown, or a field that tells one) is needed here",
                mistake);
    }

    @Test
    void a_case_knows_that_those_before_it_did_not_hold() throws IOException {
        assertEquals("", mistake("portUse", """
                when: use.contradicted.hasValue() || use.renumbered.hasValue()
                message:
                - when: use.renumbered.hasValue()
                  text: '{use.renumbered.value().name}.'
                - text: '{use.contradicted.value().name}.'
                """));
    }

    @Test
    void a_certainty_that_a_field_names_is_one() {
        Vocabulary.types().values().forEach(t -> Vocabulary.fields(t).forEach(f -> {
            String path = Optional.ofNullable(f.getAnnotation(SeenByRules.class)).map(SeenByRules::certainty).orElse("");
            if (!path.isEmpty()) {
                Class<?> end = t;
                for (String step : path.split("\\.")) {
                    end = Vocabulary.field(end, step).map(Method::getReturnType).orElseThrow(() -> new AssertionError(f + ": " + path));
                }
                assertEquals(Certainty.class, end, f + ": " + path);
            }
        }));
    }
}
