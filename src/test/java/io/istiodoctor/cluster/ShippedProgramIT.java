package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.cli.InProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program as it is shipped, with what was left out of its libraries, with its lambdas merged and its help pages written down, says what the
 * program says with whole libraries, as the compiler made it and laid out anew.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class ShippedProgramIT {
    /** The comparator that Java makes for the entries of a sorted map: it can be written to a stream, and such classes are in no archive. */
    private static final String OF_SORTED_MAPS = "java.util.TreeMap$EntrySpliterator$$Lambda/";
    private static final Path SHIPPED = Path.of("target", "istio-doctor").toAbsolutePath();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"check -f examples/shop", "check -A -f examples/broken-shop", "check -A -f examples/broken-shop -o json",
            "check -A -f examples/broken-shop -o yaml", "check --timings -f missing",
            "check -A --assume-complete -f src/test/resources/healthy",
            "check -A --assume-complete -f rules/gateway-api -f rules/gateway -f rules/destination -f rules/tls", "-f examples/broken-shop",
            "urls -A -f examples", "urls -A -o json -f examples", "trace -f examples/shop http://shop.example.com/",
            "trace -o json -f examples/shop http://shop.example.com/", "trace -f examples/broken-shop http://shop.example.com/",
            "proxy -f examples/shop",
            "proxy -o json -f examples/shop", "mend -f examples/broken-shop http://shop.example.com/",
            "mend -o json -f examples/broken-shop http://shop.example.com/",
            "explain IST0162", "explain 503 UH", "explain no-such-rule", "rules list", "rules list -o json", "rules fields",
            "rules fields Service",
            "rules test rules/gateway", "completion bash", "completion zsh", "nonsense", "check --nonsense", "check --kubeconfig missing"})
    void every_command_and_format(String line) throws Exception {
        assertAlike(line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "check", "trace", "mend", "urls", "proxy", "explain", "rules", "rules list", "rules fields", "rules test",
            "completion"})
    void help_pages(String command) throws Exception {
        for (String question : List.of("--help", "-h")) {
            assertAlike(Stream.concat(Stream.of(command.split(" ")).filter(w -> !w.isEmpty()), Stream.of(question)).toArray(String[]::new));
        }
    }

    @Test
    void rules_of_a_users_own_are_read_checked_and_asked() throws Exception {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        String own = Files.readString(Path.of("rules/gateway/gateway-port-not-on-service.yaml"))
                .replaceFirst("rule: \\S+", "rule: own-rule")
                .replaceFirst("aliases: .*\n", "");
        Files.writeString(rules.resolve("own-rule.yaml"), own);
        assertAlike("check", "-A", "--rules", rules.toString(), "-f", "examples/broken-shop", "-o", "json");
        assertAlike("rules", "list", "--rules", rules.toString());
        assertAlike("rules", "test", "rules/destination");
        Files.writeString(rules.resolve("own-rule.yaml"), own.replaceFirst("server\\.port > 0", "server.nonsense > 0"));
        assertAlike("check", "-A", "--rules", rules.toString(), "-f", "examples/broken-shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec: {apiVersion: client.authentication.k8s.io/v1, command: ./missing}",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/false}",
            "exec: {apiVersion: nonsense, command: /bin/true}", "auth-provider: {name: oidc, config: {id-token: nonsense}}",
            "auth-provider: {name: azure, config: {}}",
            "auth-provider: {name: gcp, config: {access-token: g, expiry: '2001-01-01T00:00:00Z'}}",
            "client-certificate-data: bm9uc2Vuc2U=, client-key-data: bm9uc2Vuc2U=",
            "client-certificate: missing, client-key: missing", "tokenFile: missing", "token: abc"})
    void kubeconfigs_that_lead_nowhere(String user) throws Exception {
        Path config = Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: c
                contexts: [{name: c, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]
                users: [{name: u, user: {%s}}]
                """.formatted(user));
        assertAlike("check", "--kubeconfig", config.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"check -f examples/shop", "check -f examples/broken-shop", "urls -A -f examples",
            "trace -f examples/shop http://shop.example.com/"})
    void what_is_usual_loads_no_class_past_the_archive(String line) throws Exception {
        Path log = folder.resolve("classes");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                        "-XX:SharedArchiveFile=" + SHIPPED.resolve("lib/istio-doctor.jsa"), "-Xlog:class+load:file=" + log,
                        "-Dpicocli.disable.closures=true", "-Dpicocli.converters.excludes=java.[st].*",
                        "-Djdk.includeInExceptions=hostInfoExclSocket", "-Distio-doctor.home=" + SHIPPED, "-cp",
                        SHIPPED.resolve("lib/istio-doctor.jar").toString(), "io.istiodoctor.cli.Main"));
        command.addAll(List.of(line.split(" ")));
        run(new ProcessBuilder(command));
        List<String> loaded = Files.readAllLines(log);
        assertEquals(List.of(), loaded.stream()
                .filter(l -> l.contains("source: file:") || l.contains("Lambda/") && !l.contains("shared objects file"))
                .filter(l -> !l.contains(OF_SORTED_MAPS)).toList());
        assertTrue(loaded.stream().filter(l -> l.contains(" io.istiodoctor.")).count() > 300, "loaded " + loaded.size());
    }

    /** The archive knows jars by their times; a layer of a container image rounds them to seconds. */
    @Test
    void no_jar_has_a_time_between_two_seconds() throws IOException {
        for (String jar : List.of("istio-doctor.jar", "libraries.jar")) {
            assertEquals(0, Files.getLastModifiedTime(SHIPPED.resolve("lib").resolve(jar)).to(TimeUnit.NANOSECONDS) % 1_000_000_000, jar);
        }
    }

    private void assertAlike(String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(SHIPPED.resolve("bin/istio-doctor").toString());
        builder.command().addAll(List.of(words));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("COLUMNS", "80");
        InProcess.Run here = InProcess.run(words);
        InProcess.Run shipped = run(builder);
        assertEquals(here.out(), shipped.out(), shipped.err());
        assertEquals(withoutTimes(here.err()), withoutTimes(shipped.err()));
        assertEquals(here.status(), shipped.status());
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("[0-9]+\\.[0-9]+ s", "some s");
    }

    private InProcess.Run run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the program does not end");
        return new InProcess.Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
