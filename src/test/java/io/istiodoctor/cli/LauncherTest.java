package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell script, with a Java that prints its arguments, one a line. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private record Outcome(int status, List<String> out, String err) {}

    @TempDir
    Path temporary;

    private Path work;
    private Path script;
    private final Map<String, String> environment = new HashMap<>();
    /** How the Java ends: as it does when the program found nothing. */
    private String ending = "exit 40\n";

    @BeforeEach
    void install() throws IOException {
        work = temporary.toRealPath();
        script = copyScript("istio-doctor");
        environment.put("ISTIO_DOCTOR_ROOT", work.resolve("system").toString());
        environment.put("HOME", "/home/me");
        environment.put("PATH", tools().toString());
    }

    @Test
    void works_from_any_folder_with_blanks_in_the_path_and_leaves_arguments_alone() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk 25", "25.0.3").toString());
        Outcome outcome = run(script, "check", "-f", "a b", "", "*", "$HOME");
        assertEquals(0, outcome.status, outcome.err);
        int jar = outcome.out.indexOf("-cp");
        assertEquals(
                List.of(work.resolve("in stall/lib/istio-doctor.jar").toString(), "io.istiodoctor.cli.Main", "check", "-f", "a b", "", "*",
                        "$HOME"),
                outcome.out.subList(jar + 1, outcome.out.size()));
        assertTrue(outcome.out.contains("-Distio-doctor.home=" + work.resolve("in stall")), outcome.out.toString());
    }

    @Test
    void tells_that_neither_stream_is_a_terminal() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        List<String> words = run(script).out;
        assertTrue(words.contains("-Distio-doctor.stdout-width=0") && words.contains("-Distio-doctor.stderr-width=0"), words.toString());
    }

    @Test
    void works_through_a_chain_of_symbolic_links() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        Path local = Files.createDirectories(work.resolve("local/bin"));
        Files.createSymbolicLink(local.resolve("first"), Path.of("../../in stall/bin/istio-doctor"));
        Path second = Files.createSymbolicLink(work.resolve("second"), local.resolve("first"));
        assertTrue(run(second).out.contains("-Distio-doctor.home=" + work.resolve("in stall")));
    }

    @Test
    void called_as_a_kubectl_plugin_it_goes_by_that_name() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        assertTrue(run(copyScript("kubectl-istio_doctor")).out.contains("-Distio-doctor.command=kubectl istio-doctor"));
        assertTrue(run(script).out.contains("-Distio-doctor.command=istio-doctor"));
    }

    @Test
    void an_old_java_home_is_passed_over_for_the_java_on_the_path() throws Exception {
        environment.put("JAVA_HOME", jdk("old", "17.0.15").toString());
        Path alternatives = Files.createSymbolicLink(work.resolve("alternative"), jdk("new", "26-ea").resolve("bin/java"));
        Files.createSymbolicLink(tools().resolve("java"), alternatives);
        assertEquals(work.resolve("new").toString(), run(script).out.getFirst());
    }

    @Test
    void a_java_on_the_path_that_is_a_shim_is_asked() throws Exception {
        Path java = jdk("shim", "25").resolve("bin/java");
        Files.delete(work.resolve("shim/release"));
        Files.createSymbolicLink(tools().resolve("java"), java);
        assertEquals(work.resolve("shim").toString(), run(script).out.getFirst());
    }

    @Test
    void the_usual_places_are_searched_last() throws Exception {
        jdk("system/usr/lib/jvm/java-17", "17");
        jdk("system/home/me/.sdkman/candidates/java/25.0.1-tem", "25.0.1");
        assertEquals(work.resolve("system/home/me/.sdkman/candidates/java/25.0.1-tem").toString(), run(script).out.getFirst());
        jdk("system/usr/lib/jvm/jdk-25 lts", "25");
        assertEquals(work.resolve("system/usr/lib/jvm/jdk-25 lts").toString(), run(script).out.getFirst());
    }

    @Test
    void without_a_java_that_is_new_enough_one_line_says_what_to_install() throws Exception {
        Outcome outcome = run(script, "check");
        assertEquals(2, outcome.status);
        assertEquals("istio-doctor: needs Java 25 or newer: install one, for example from https://adoptium.net,"
                + " or set JAVA_HOME to it\n", outcome.err);
        environment.put("JAVA_HOME", jdk("old", "1.8.0_402").toString());
        assertEquals("istio-doctor: needs Java 25 or newer (JAVA_HOME is Java 1): install one, for example from"
                + " https://adoptium.net, or set JAVA_HOME to it\n", run(script).err);
    }

    @ParameterizedTest
    @CsvSource({"40, 0, ''", "41, 1, ''", "42, 2, ''", "43, 3, ''", "110, 70, ''", "1, 70, Java itself failed (exit status 1 of ",
            "0, 70, Java itself failed (exit status 0 of ", "127, 70, Java itself failed (exit status 127 of ",
            "3, 70, Java itself failed (exit status 3 of ",
            "137, 137, Java was ended by signal 9 before there was an answer",
            "134, 134, Java was ended by signal 6 before there was an answer"})
    void only_the_program_itself_gives_its_exit_statuses(int ofJava, int status, String said) throws Exception {
        ending = "exit " + ofJava + "\n";
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        Outcome outcome = run(script, "check");
        assertEquals(status, outcome.status, outcome.err);
        assertTrue(said.isEmpty() ? outcome.err.isEmpty() : outcome.err.startsWith("istio-doctor: " + said), outcome.err);
        assertTrue(outcome.err.lines().count() <= 1, outcome.err);
    }

    @Test
    void a_java_that_lies_in_its_own_folder_comes_first() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        assertEquals(jdk("in stall/java", "25").toString(), run(script).out.getFirst());
    }

    @ParameterizedTest
    @CsvSource({"1000, -XX:+UseSerialGC, , -XX:CompileThresholdScaling=3", "1100, -XX:+UseParallelGC, -Xmn32m, ",
            "17000, -XX:+UseParallelGC, -Xmn64m, -XX:CompileThresholdScaling=0.3"})
    void how_java_compiles_and_collects_goes_by_the_size_of_files(int kilobytes, String collector, @Nullable String room,
            @Nullable String patience) throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        String file = Files.write(work.resolve("a mesh.yaml"), new byte[(kilobytes - 20) << 10]).toString();
        String other = Files.write(work.resolve("other.yaml"), new byte[10 << 10]).toString();
        List<String> flags = run(script, "check", "-n", "shop", "-f", file, "--filename", other).out;
        assertTrue(flags.contains("-XX:TieredStopAtLevel=1"), flags.toString());
        assertEquals(List.of(collector), flags.stream().filter(f -> f.endsWith("GC")).toList());
        assertEquals(Optional.ofNullable(room), flags.stream().filter(f -> f.startsWith("-Xmn")).findFirst());
        assertEquals(Optional.ofNullable(patience), flags.stream().filter(f -> f.startsWith("-XX:CompileThreshold")).findFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "check -f -", "check -f missing", "check -f"})
    void what_is_not_known_may_be_large(String line) throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        List<String> flags = run(script, line.split(" ")).out;
        assertTrue(
                flags.containsAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseParallelGC", "-Xmn32m", "-XX:CompileThresholdScaling=0.3")),
                flags.toString());
    }

    @Test
    void standard_input_reaches_the_program_and_a_closed_one_is_told() throws Exception {
        ending = "cat\nexit 40\n";
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        Outcome open = run(Path.of("/bin/sh"), "-c", "echo some text | '" + script + "' check -f -");
        assertEquals("some text", open.out.getLast());
        Outcome closed = run(Path.of("/bin/sh"), "-c", "'" + script + "' check -f - <&-");
        assertEquals(0, closed.status, closed.err);
        assertTrue(closed.out.contains("-Distio-doctor.standard-input=closed"), closed.out.toString());
    }

    @Test
    void without_standard_output_there_is_no_answer() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        Outcome outcome = run(Path.of("/bin/sh"), "-c", "'" + script + "' check >&-");
        assertEquals(2, outcome.status);
        assertEquals("istio-doctor: standard output is closed; redirect it to a file, or to /dev/null\n", outcome.err);
        assertEquals(0, run(Path.of("/bin/sh"), "-c", "'" + script + "' check 2>&-").status);
    }

    @Test
    void a_working_directory_that_was_removed_is_told() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        Path gone = work.resolve("gone");
        Outcome outcome = run(Path.of("/bin/sh"), "-c",
                "mkdir '" + gone + "'; cd '" + gone + "'; rm -r '" + gone + "'; '" + script + "' check");
        assertEquals(2, outcome.status);
        assertTrue(outcome.err.endsWith("istio-doctor: the working directory was removed; change to another one\n"), outcome.err);
    }

    @Test
    void signals_end_the_java_too() throws Exception {
        ending = "echo $$ > '" + work.resolve("pid") + "'\nexec sleep 60\n";
        environment.put("JAVA_HOME", jdk("jdk", "25").toString());
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "check").redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        while (!Files.exists(work.resolve("pid")) || Files.size(work.resolve("pid")) == 0) {
            Thread.sleep(10);
        }
        long java = Long.parseLong(Files.readString(work.resolve("pid")).strip());
        process.destroy();
        assertEquals(143, process.waitFor());
        assertTrue(ProcessHandle.of(java).filter(ProcessHandle::isAlive).isEmpty(), "Java goes on");
    }

    private Path copyScript(String name) throws IOException {
        Path bin = Files.createDirectories(work.resolve("in stall/bin"));
        return Files.copy(Path.of("src/main/dist/bin/istio-doctor"), bin.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** A PATH with what the script needs, and no Java. */
    private Path tools() throws IOException {
        Path tools = Files.createDirectories(work.resolve("tools"));
        for (String name : List.of("readlink", "sed", "cat", "sleep", "du", "mkdir", "rm")) {
            Path there = Files.exists(Path.of("/bin", name)) ? Path.of("/bin", name) : Path.of("/usr/bin", name);
            executable(tools.resolve(name), "#!/bin/sh\nexec " + there + " \"$@\"\n");
        }
        return tools;
    }

    private Path jdk(String folder, String version) throws IOException {
        Path home = Files.createDirectories(work.resolve(folder));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x\"\n");
        executable(Files.createDirectories(home.resolve("bin")).resolve("java"),
                "#!/bin/sh\nif [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\"' >&2; exit; fi\n"
                        + "printf '%s\\n' '" + home + "' \"$@\"\n" + ending);
        return home;
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        assertTrue(file.toFile().setExecutable(true));
    }

    private Outcome run(Path program, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        Path out = work.resolve("out");
        Path err = work.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command).directory(new java.io.File("/")).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        return new Outcome(status, Files.readAllLines(out), Files.readString(err));
    }
}
