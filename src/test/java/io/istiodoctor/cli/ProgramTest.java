package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Severity;
import io.istiodoctor.model.Unanswered;
import io.istiodoctor.model.UserError;
import io.istiodoctor.report.RuleTestResult;
import io.istiodoctor.schema.Release;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {
    private final FakeTerminal terminal = new FakeTerminal();

    private int run(Doctor doctor, String... words) {
        return new Program("istio-doctor", doctor, terminal, false).run(words);
    }

    @ParameterizedTest
    @CsvSource({
            "'', '', 0", "ERROR, '', 1", "WARNING, '', 0", "WARNING, warning, 1", "INFO, warning, 0", "INFO, info, 1", "ERROR, info, 1",
            "ERROR, never, 0", "WARNING, WARNING, 1",
    })
    void exit_status_follows_fail_on(String severity, String failOn, int status) {
        FakeDoctor doctor = severity.isEmpty() ? new FakeDoctor() : new FakeDoctor(Severity.valueOf(severity));
        String[] words = failOn.isEmpty() ? new String[] {"check"} : new String[] {"check", "--fail-on", failOn};
        assertEquals(status, run(doctor, words));
        assertEquals("", terminal.err());
    }

    @Test
    void what_could_not_be_judged_is_no_answer_unless_that_is_accepted() {
        for (Severity[] found : new Severity[][] {{}, {Severity.ERROR}}) {
            FakeTerminal screen = new FakeTerminal();
            FakeDoctor doctor = new FakeDoctor(found);
            doctor.unanswered = List.of(new Unanswered("the 24 rules of routing", "listing virtualservices is forbidden to jane (403)"));
            assertEquals(3, new Program("istio-doctor", doctor, screen, false).run("check"));
            assertEquals("istio-doctor: cannot judge the 24 rules of routing: listing virtualservices is forbidden to jane (403);"
                    + " --allow-unread accepts that\n", screen.err());
            assertFalse(screen.out.toString().contains("✔"), screen.out.toString());
            assertEquals(found.length, run(doctor, "check", "--allow-unread"));
        }
    }

    @Test
    void check_hands_every_option_over() {
        FakeDoctor doctor = new FakeDoctor();
        assertEquals(0, run(doctor, "check", "-n", "shop", "-f", "a b.yaml", "-f", "-",
                "--rules", "mine", "--rules", "yours", "--assume-complete", "--istio-version", "v1.27.3", "IST0162", "regex-invalid"),
                terminal.err());
        assertEquals(new CheckRequest(
                new Input(List.of("a b.yaml", "-"), Optional.of("shop"), false, true, Optional.of(new Release(1, 27)),
                        ClusterAccess.DEFAULT),
                List.of(Path.of("mine"), Path.of("yours")), List.of("IST0162", "regex-invalid")), doctor.asked);
        assertEquals(0,
                run(doctor, "check", "--context", "prod", "--kubeconfig", "kc", "--as", "jane", "--as-group", "dev", "--as-group", "ops",
                        "--request-timeout", "90s"),
                terminal.err());
        assertEquals(new Input(List.of(), Optional.empty(), false, false, Optional.empty(),
                new ClusterAccess(Optional.of("prod"), Optional.of(Path.of("kc")),
                        Optional.of("jane"), List.of("dev", "ops"), Optional.of(Duration.ofSeconds(90)))),
                doctor.asked.input());
    }

    @Test
    void a_release_of_istio_is_a_number() {
        assertEquals(2, run(new FakeDoctor(), "check", "--istio-version", "newest"));
        assertTrue(terminal.err().contains("'newest' is no release of Istio; write it as 1.28"), terminal.err());
    }

    @Test
    void without_a_command_there_is_an_overview() {
        FakeDoctor doctor = new FakeDoctor();
        assertEquals(0, run(doctor), terminal.err());
        assertEquals(new Input(List.of(), Optional.empty(), false, false, Optional.empty(), ClusterAccess.DEFAULT), doctor.asked.input());
        assertEquals(1, run(new FakeDoctor(Severity.ERROR), "-f", "a.yaml"), terminal.err());
        assertTrue(terminal.out.toString().contains("istio-doctor check -f a.yaml"), terminal.out.toString());
        assertEquals(0, run(doctor, "-n", "shop", "--context", "prod"), terminal.err());
        assertEquals("shop", doctor.asked.input().namespace().orElseThrow());
        doctor.unanswered = List.of(new Unanswered("any of the 96 rules", "nothing may be listed (403)"));
        assertEquals(3, run(doctor));
        assertEquals(0, run(doctor, "--allow-unread"));
    }

    @Test
    void check_without_options_asks_for_the_cluster_and_all_rules() {
        FakeDoctor doctor = new FakeDoctor();
        run(doctor, "check");
        assertEquals(new CheckRequest(new Input(List.of(), Optional.empty(), false, false, Optional.empty(), ClusterAccess.DEFAULT),
                List.of(), List.of()), doctor.asked);
        run(doctor, "check", "-Af", "-");
        assertTrue(doctor.asked.input().allNamespaces());
        assertEquals(List.of("-"), doctor.asked.input().files());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "check | Something is amiss.", "check -o json | \"message\": \"Something is amiss.\"",
            "check -oyaml | message: Something is amiss.",
            "check --output=text | 1 error in 3 objects",
    })
    void output_comes_in_the_format_that_was_asked_for(String words, String part) {
        assertEquals(1, run(new FakeDoctor(Severity.ERROR), words.split(" ")));
        assertTrue(terminal.out.toString().contains(part), terminal.out.toString());
    }

    @Test
    void brief_is_a_line_for_each_finding() {
        assertEquals(1, run(new FakeDoctor(Severity.ERROR, Severity.INFO), "check", "--brief"));
        assertTrue(
                terminal.out.toString().startsWith("error Service shop/cart: Something is amiss. [rule-of-error]\ninfo Service shop/cart:"),
                terminal.out.toString());
    }

    @Test
    void severity_hides_milder_findings_but_not_their_exit_status() {
        assertEquals(1, run(new FakeDoctor(Severity.INFO, Severity.WARNING), "check", "--severity", "error", "--fail-on", "warning"));
        assertFalse(terminal.out.toString().contains("amiss"), terminal.out.toString());
        assertEquals("istio-doctor: note: 2 findings of less severity not shown\n", terminal.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "analyze -A | unknown command 'analyze' (did you mean check?); see istio-doctor --help",
            "rules show x | unknown command 'show' (did you mean istio-doctor explain?); see istio-doctor rules --help",
            "chek | unknown command 'chek' (did you mean check?); see istio-doctor --help",
            "rules tset | unknown command 'tset' (did you mean test?); see istio-doctor rules --help",
            "check --namspace x | unknown option '--namspace' (did you mean --namespace?); see istio-doctor check --help",
            "check -o xml | invalid value for option '--output': 'xml' is none of text, json, yaml; see istio-doctor check --help",
            "check -n | missing required parameter for option '--namespace' (NS); see istio-doctor check --help",
            "check -n a -A | -n and -A exclude each other; see istio-doctor check --help",
            "check -n a -n b | option '--namespace' (NS) should be specified only once; see istio-doctor check --help",
            "explain | missing required parameter: 'RULE'; see istio-doctor explain --help",
            "explain a b | nothing that is known stands in 'a b': no error, response code or flag; `istio-doctor rules list` shows all rules",
            "completion tcsh | there is no completion for 'tcsh', only for bash and zsh; see istio-doctor completion --help",
            "explain nonsense | there is no rule 'nonsense'",
            "hceck | unknown command 'hceck' (did you mean check?); see istio-doctor --help",
            "check --contxet=a | unknown option '--contxet=a' (did you mean --context?); see istio-doctor check --help",
            "check --assume-complete | --assume-complete speaks of the files that -f names, and there is no -f; see istio-doctor check --help",
            "urls -f a --context b | --context says how a cluster is read, but -f names files to read instead; leave one of them out;"
                    + " see istio-doctor urls --help",
            "urls -f a --as b | --as says how a cluster is read, but -f names files to read instead; leave one of them out;"
                    + " see istio-doctor urls --help",
            "check --as-group b | --as-group needs --as: groups are those of a user; see istio-doctor check --help",
            "check --request-timeout soon | invalid value for option '--request-timeout': 'soon' is no time like 20s or 2m;"
                    + " see istio-doctor check --help",
            "check -n Shop | no namespace can be called 'Shop': names are made of lower-case letters, digits and '-'; see istio-doctor check --help",
            "check all.yaml | there is no rule 'all.yaml'; did you mean -f all.yaml?; see istio-doctor check --help",
            "check ./manifests | there is no rule './manifests'; did you mean -f ./manifests?; see istio-doctor check --help",
            "check rules | there is no rule 'rules'; did you mean -f rules?; see istio-doctor check --help",
            "urls all.yaml | unexpected argument 'all.yaml' (did you mean -f all.yaml?); see istio-doctor urls --help",
            "trace cart.shop --sni x | --sni belongs to a request, but 'cart.shop' is a Service; give a URL; see istio-doctor trace --help",
            "trace cart.shop --address 10.0.0.1 | --address belongs to a request, but 'cart.shop' is a Service; give a URL; see istio-doctor trace --help",
            "trace tcp://cart.shop:80 --method GET | --method is a part of HTTP, but tcp://cart.shop:80 is a connection without it; see istio-doctor trace --help",
            "trace tls://cart.shop:80 --principal a/b | --principal is a part of HTTP, but tls://cart.shop:80 is a connection without it; see istio-doctor trace --help",
            "trace http://cart.shop --sni a | --sni is a part of TLS, but http://cart.shop has none; see istio-doctor trace --help",
            "trace http://cart.shop --method G{T | no method is called 'G{T'; write GET or POST, for example",
            "trace http://cart.shop --header a,b:c | no header can be called 'a,b', or its value has a line break",
            "mend http://cart.shop --yes | --yes answers what --apply asks, and there is no --apply; see istio-doctor mend --help",
            "mend http://cart.shop --apply -f - | --apply cannot write to standard input; name the files with -f; see istio-doctor mend --help",
            "proxy -A --port 65536 | invalid value for option '--port': '65536' is no port between 1 and 65535; see istio-doctor proxy --help",
            "check --context= | --context has an empty value; see istio-doctor check --help",
            "--kubeconfig= | --kubeconfig has an empty value; see istio-doctor --help",
            "-n shop check | --namespace stands before 'check'; write it behind; see istio-doctor --help",
            "--namspace shop | unknown option '--namspace' (did you mean --namespace?); see istio-doctor --help",
            "manifests/ | unknown command 'manifests/' (did you mean -f manifests/?); see istio-doctor --help",
            "check @arguments | there is no rule '@arguments'",
    })
    void wrong_usage_is_one_line_and_exit_status_2(String words, String line) {
        assertEquals(2, run(new FakeDoctor(), words.split(" ")));
        assertEquals("istio-doctor: " + line + "\n", terminal.err());
        assertEquals("", terminal.out.toString());
    }

    @Test
    void a_cluster_that_cannot_be_read_gives_exit_status_3() {
        FakeDoctor doctor = new FakeDoctor();
        doctor.whileReading = observer -> {
            throw new UserError(UserError.UNREADABLE_CLUSTER, "cannot reach https://10.0.0.1: connection refused");
        };
        assertEquals(3, run(doctor, "check"));
        assertEquals("istio-doctor: cannot reach https://10.0.0.1: connection refused\n", terminal.err());
    }

    @Test
    void a_mistake_of_our_own_is_one_line_and_exit_status_70() {
        FakeDoctor doctor = new FakeDoctor();
        doctor.whileReading = observer -> {
            throw new IllegalStateException("boom");
        };
        assertEquals(70, run(doctor, "check"));
        assertEquals(
                "istio-doctor: internal error: java.lang.IllegalStateException: boom; this is a mistake in istio-doctor (built from source):"
                        + " please send the command, the input that does it (without Secrets) and the stack trace that ISTIO_DOCTOR_DEBUG=1 shows"
                        + " to its issue tracker\n",
                terminal.err());
    }

    @Test
    void help_of_every_command_shows_examples_on_standard_output() {
        for (List<String> words : List.of(List.of("-h"), List.of("check", "--help"), List.of("rules"),
                List.of("rules", "list", "-h"), List.of("rules", "test", "-h"), List.of("explain", "-h"), List.of("completion", "-h"))) {
            FakeTerminal screen = new FakeTerminal();
            assertEquals(0, new Program("istio-doctor", new FakeDoctor(), screen, false).run(words.toArray(String[]::new)));
            assertTrue(screen.out.toString().contains("Examples:"), () -> words + " has no examples");
            assertTrue(screen.out.toString().lines().allMatch(l -> l.length() <= 80), () -> words + " is wider than the screen");
            assertEquals("", screen.err());
        }
    }

    @Test
    void every_example_of_the_help_is_a_valid_command_line() {
        run(new FakeDoctor(), "check", "--help");
        run(new FakeDoctor(), "--help");
        run(new FakeDoctor(), "rules", "--help");
        List<String> examples = terminal.out.toString().lines().filter(l -> l.matches(" .*istio-doctor \\w.*")).toList();
        assertEquals(16, examples.size(), examples::toString);
        for (String example : examples) {
            String words = example.substring(example.indexOf("istio-doctor ") + "istio-doctor ".length());
            assertEquals(0, run(new FakeDoctor(), words.split(" ")), example + terminal.err());
        }
    }

    @Test
    void rules_are_listed_and_explained_by_alias() {
        assertEquals(0, run(new FakeDoctor(), "rules", "list"));
        assertEquals("gateway\n  error  gateway-port-not-on-service  IST0162\n         Gateway listens on a port that no Service carries\n",
                terminal.out.toString());
        FakeTerminal json = new FakeTerminal();
        assertEquals(0, new Program("istio-doctor", new FakeDoctor(), json, false).run("rules", "list", "-o", "json"));
        assertTrue(json.out.toString().contains("\"title\": \"Gateway listens on a port that no Service carries\""), json.out.toString());
        assertEquals(0, run(new FakeDoctor(), "explain", "IST0162"));
        assertTrue(terminal.out.toString().contains("fix: Use a port that the Service carries"), terminal.out.toString());
    }

    @Test
    void what_rules_can_speak_of_is_listed_type_by_type() {
        assertEquals(0, run(new FakeDoctor(), "rules", "fields"));
        assertTrue(terminal.out.toString().contains("  service (as service) A Service.\n"), terminal.out.toString());
        assertEquals(0, run(new FakeDoctor(), "rules", "fields", "service"));
        assertTrue(terminal.out.toString().contains("type  string\n    What it is.\n    service.type == 'NodePort' [some-rule]\n"),
                terminal.out.toString());
    }

    @Test
    void failing_rule_tests_give_exit_status_1_and_say_where() {
        FakeDoctor doctor = new FakeDoctor();
        doctor.testResults = List.of(new RuleTestResult("a-rule", 2, List.of()), new RuleTestResult("b-rule", 1,
                List.of("b-rule.test.yaml:7: nothing found")));
        assertEquals(1, run(doctor, "rules", "test", "mine"));
        assertEquals("✖ b-rule\n  b-rule.test.yaml:7: nothing found\n\n1 failed of 2 rules, 3 cases\n", terminal.out.toString());
        doctor.testResults = List.of(new RuleTestResult("a-rule", 2, List.of()));
        assertEquals(0, run(doctor, "rules", "test", "mine"));
    }

    @Test
    void completion_knows_commands_options_and_rules() {
        assertEquals(0, run(new FakeDoctor(), "completion", "bash"));
        String script = terminal.out.toString();
        for (String word : List.of("check", "--assume-complete", "gateway-port-not-on-service", "never", "completion", "URX", "IST0162",
                "kubectl config get-contexts")) {
            assertTrue(script.contains(word), word);
        }
    }

    @Test
    void the_kubectl_plugin_calls_itself_so_in_its_help() {
        new Program("kubectl istio-doctor", new FakeDoctor(), terminal, false).run("check", "-h");
        assertTrue(terminal.out.toString().startsWith("Usage: kubectl istio-doctor check "), terminal.out.toString());
    }
}
