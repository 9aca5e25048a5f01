package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.istiodoctor.cli.InProcess;
import io.istiodoctor.model.Kind;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The program as it is shipped, started by its launcher, with the libraries of its own folder only: every way to a cluster
 * works without those that were left out.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class DistributionIT {
    private static final Path LAUNCHER = Path.of("target", "istio-doctor", "bin", "istio-doctor").toAbsolutePath();
    /** {"alg":"none"} . {"exp":4102444800} . nothing */
    private static final String ID_TOKEN = "eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.";

    private record Run(int status, String out, String err) {}

    @TempDir
    Path folder;

    @Test
    void a_real_cluster_gives_what_it_gives_in_process() throws Exception {
        ApiServer server = ApiServer.shared();
        try {
            server.apply(ManifestSource.read(List.of("src/test/resources/healthy/two-teams.yaml"),
                    new ManifestOptions("default", true, InputStream.nullInputStream(), n -> {})).resources().stream()
                    .filter(r -> Kind.of(r.ref().apiVersion(), r.ref().kind()).isPresent()).toList());
            String[] words = {"check", "-A", "-o", "json", "--kubeconfig", server.adminKubeconfig().toString()};
            Run run = start(words);
            assertEquals("", run.err);
            assertEquals(InProcess.run(words).out(), run.out);
            assertTrue(Json.object(run.out).getAsJsonObject("summary").get("objects").getAsInt() > 20, run.out);
        } finally {
            server.deleteAll();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "token: abc | Bearer abc",
            "tokenFile: t | Bearer from-file",
            "username: jane, password: pw | Basic amFuZTpwdw==",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin} | Bearer from-plugin",
            "auth-provider: {name: oidc, config: {id-token: \"" + ID_TOKEN + "\"}} | Bearer " + ID_TOKEN,
            "auth-provider: {name: gcp, config: {access-token: g, expiry: \"2999-01-01T00:00:00Z\"}} | Bearer g"})
    void every_kind_of_user_is_let_in(String user, String authorization) throws Exception {
        Files.writeString(folder.resolve("t"), "from-file\n");
        Path plugin = Files.writeString(folder.resolve("plugin"), """
                #!/bin/sh
                echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1", "status": {"token": "from-plugin"}}'
                """);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (FakeApi api = new FakeApi()) {
            FakeApi.connect(folder, "server: \"" + api.url() + "\"", user, Map.of("PATH", System.getenv("PATH")));
            Run run = start("check", "-A", "-o", "json", "--kubeconfig", folder.resolve("config").toString());
            assertEquals(Optional.of(authorization), api.header("/apis", "Authorization"), run.err);
            JsonObject result = Json.object(run.out);
            assertEquals(0, result.getAsJsonObject("summary").get("errors").getAsInt(), run.out);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"true", "rm lib/istio-doctor.jsa", "echo damaged > lib/istio-doctor.jsa",
            "touch lib/istio-doctor.jar",
            "chmod -R a-w ."})
    void an_archive_of_classes_that_is_stale_or_missing_is_not_noticed(String change) throws Exception {
        Path copy = folder.resolve("copy");
        run(new ProcessBuilder("cp", "-R", LAUNCHER.getParent().getParent().toString(), copy.toString()));
        run(new ProcessBuilder("sh", "-c", change).directory(copy.toFile()));
        String[] words = {"check", "-A", "-f", Path.of("examples/broken-shop").toAbsolutePath().toString()};
        assertEquals(start(words), run(program(copy.resolve("bin/istio-doctor"), words)));
    }

    private Run start(String... words) throws IOException, InterruptedException {
        return run(program(LAUNCHER, words));
    }

    private static ProcessBuilder program(Path launcher, String... words) {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString());
        builder.command().addAll(List.of(words));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("ISTIO_DOCTOR_DEBUG", "1");
        return builder;
    }

    private Run run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the program does not end");
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
