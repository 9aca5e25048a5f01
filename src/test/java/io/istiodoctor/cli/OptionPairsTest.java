package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mendings;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.trace.SmallMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every two options of every command together: either both have an effect, or they are refused by name. */
class OptionPairsTest {
    private static final String URL = "https://shop.example.com/";
    /** A value for every option; empty for those that take none. */
    private static final Map<String, String> VALUES = new LinkedHashMap<>();
    /** What an option is nothing without. */
    private static final Map<String, String> NEEDS = Map.of("--as-group", "--as", "--assume-complete", "--filename", "--yes", "--apply");
    private static final List<String> OF_A_CLUSTER = List.of("--context", "--kubeconfig", "--as", "--as-group", "--request-timeout");
    private static final List<String> OF_A_REQUEST = List.of("--header", "--method", "--sni", "--from", "--jwt", "--principal",
            "--source-ip", "--address");
    private static final Proposal NOTHING_TO_MEND = Mendings.proposal(
            SmallMesh.SHOP.manifests(),
            "http://shop.example.com/shop");

    @TempDir
    static Path folder;

    @BeforeAll
    static void values() throws IOException {
        String requests = Files.writeString(folder.resolve("requests"), "{\"url\": \"http://a/\"}\n{\"url\": \"http://b/\"}\n").toString();
        String file = Files.writeString(folder.resolve("file"), "{}").toString();
        String[] all = {"--namespace", "shop", "--all-namespaces", "", "--filename", file, "--assume-complete", "", "--istio-version",
                "1.27", "--context", "prod",
                "--kubeconfig", file, "--as", "jane", "--as-group", "dev", "--request-timeout", "20s", "--allow-unread", "", "--rules",
                folder.toString(), "--severity", "error",
                "--fail-on", "warning", "--timings", "", "--brief", "", "--output", "json", "--header", "a: b", "--method", "POST", "--sni",
                "a.example.com", "--from", "shop/web-0",
                "--jwt", "{\"iss\": \"a\", \"sub\": \"b\"}", "--principal", "a/b", "--source-ip", "203.0.113.7", "--address", "203.0.113.8",
                "--requests", requests,
                "--config-dump", file, "--diff", file, "--port", "8080", "--host", "shop.example.com", "--to", "cart.shop", "--weaken", "",
                "--apply", "", "--yes", ""};
        for (int i = 0; i < all.length; i += 2) {
            VALUES.put(all[i], all[i + 1]);
        }
    }

    /** Two options in the order of their names. */
    private static Set<String> pair(String a, String b) {
        return Set.of(a, b);
    }

    private static Stream<Set<String>> pairs(List<String> some, List<String> others) {
        return some.stream().flatMap(a -> others.stream().map(b -> pair(a, b)));
    }

    /** What makes no sense together. */
    private static Set<Set<String>> nonsense(String command) {
        Stream<Set<String>> input = Stream.concat(Stream.of(pair("--namespace", "--all-namespaces")),
                pairs(List.of("--filename", "--assume-complete"), OF_A_CLUSTER));
        Stream<Set<String>> own = switch (command) {
            case "check" -> Stream.of(pair("--brief", "--output"));
            case "trace" -> request();
            case "mend" -> Stream.concat(request(), pairs(List.of("--requests"), List.of("--apply", "--yes")));
            case "proxy" -> pairs(List.of("--diff"), List.of("--config-dump", "--port", "--host"));
            default -> Stream.of();
        };
        return Stream.concat(input, own).collect(Collectors.toSet());
    }

    private static Stream<Set<String>> request() {
        return Stream.concat(pairs(List.of("--requests"), OF_A_REQUEST),
                Stream.of(pair("--jwt", "--principal"), pair("--from", "--source-ip")));
    }

    @Test
    void two_options_have_an_effect_together_or_are_refused() {
        Map<String, CommandSpec> specs = new LinkedHashMap<>();
        specs.put("", overview());
        specs.put("check", new CheckCommand(List.of()).spec());
        specs.put("trace", new TraceCommand().spec());
        specs.put("mend", new MendCommand().spec());
        specs.put("urls", new UrlsCommand().spec());
        specs.put("proxy", new ProxyCommand().spec());
        specs.put("explain", new ExplainCommand(List.of()).spec());
        specs.put("rules list", new RulesCommand(List.of()).spec().subcommands().get("list").getCommandSpec());
        Set<Set<String>> met = new HashSet<>();
        specs.forEach((command, spec) -> {
            List<String> names = spec.options().stream().filter(o -> !o.usageHelp()).map(OptionSpec::longestName).sorted().toList();
            Set<Set<String>> nonsense = nonsense(command);
            for (String a : names) {
                for (String b : names.subList(names.indexOf(a) + 1, names.size())) {
                    boolean refused = nonsense.contains(pair(a, b));
                    require(command, words(command, a, b), refused, a, b);
                    if (refused) {
                        met.add(pair(a, b));
                    }
                }
            }
        });
        Set<Set<String>> all = specs.keySet().stream().flatMap(c -> nonsense(c).stream()).collect(Collectors.toSet());
        assertEquals(all, met, "all that the table speaks of is there");
    }

    @Test
    void a_path_that_no_file_can_have_is_told_by_every_option_that_takes_one() {
        Map<String, List<String>> options = Map.of("check", List.of("--rules", "--kubeconfig"), "trace",
                List.of("--requests", "--config-dump"),
                "mend", List.of("--requests"), "proxy", List.of("--config-dump", "--diff"), "explain", List.of("--rules"));
        options.forEach((command, names) -> names.forEach(name -> {
            FakeTerminal terminal = new FakeTerminal();
            assertEquals(2, new Program("istio-doctor", new FakeDoctor(), terminal, false).run(command, name, "a\0b"));
            assertTrue(terminal.err().contains("cannot be the name of a file") && !terminal.err().contains("java."), terminal.err());
        }));
    }

    private static CommandSpec overview() {
        CommandSpec root = CommandSpec.create();
        InputOptions.addTo(root);
        return root;
    }

    private static List<String> words(String command, String... options) {
        Set<String> given = new TreeSet<>(List.of(options));
        for (String option : options) {
            if (NEEDS.containsKey(option)) {
                given.add(NEEDS.get(option));
            }
        }
        List<String> words = new ArrayList<>(command.isEmpty() ? List.of() : List.of(command.split(" ")));
        for (String option : given) {
            words.add(option);
            String value = VALUES.get(option);
            assertNotNull(value, option + " is new: give it a value here, and say what it makes no sense with");
            if (!value.isEmpty()) {
                words.add(value);
            }
        }
        if (List.of("trace", "mend").contains(command) && !given.contains("--requests")) {
            words.add(URL);
        } else if (command.equals("explain")) {
            words.add("IST0162");
        }
        return words;
    }

    private static void require(String command, List<String> words, boolean refused, String a, String b) {
        FakeTerminal terminal = new FakeTerminal();
        FakeDoctor doctor = new FakeDoctor();
        doctor.proposals = List.of(NOTHING_TO_MEND);
        int status = new Program("istio-doctor", doctor, terminal, false).run(words.toArray(String[]::new));
        if (!refused) {
            assertNotEquals(2, status, () -> words + ": " + terminal.err());
            return;
        }
        assertEquals(2, status, () -> words + ": " + terminal.out);
        String line = terminal.err();
        assertTrue(names(line, a) || names(line, b) || line.contains("exclude each other"), () -> words + ": " + line);
        assertTrue(line.endsWith("; see istio-doctor" + (command.isEmpty() ? "" : " " + command) + " --help\n")
                || line.contains("exclude each other"), line);
    }

    private static boolean names(String line, String option) {
        return line.contains(option) || option.equals("--filename") && line.contains("-f")
                || NEEDS.containsKey(option) && line.contains(NEEDS.get(option));
    }
}
