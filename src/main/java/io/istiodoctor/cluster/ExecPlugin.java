package io.istiodoctor.cluster;

import io.istiodoctor.model.FilePath;
import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the program that a kubeconfig user names for its credentials
 * (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins). The client
 * library runs plugins too, but goes on without credentials when one fails, and does not set KUBERNETES_EXEC_INFO.
 */
record ExecPlugin(KubeconfigEntry user, KubeconfigEntry exec, KubeconfigEntry cluster, Map<String, String> environment,
        Duration limit) {
    private static final String GROUP = "client.authentication.k8s.io/";
    private static final Set<String> VERSIONS = Set.of("v1", "v1beta1", "v1alpha1");
    private static final Pattern ERROR = Pattern.compile("error[:=] ?(\\d+)[, (]+([^)]*)");
    private static final int SHOWN = 400;
    /** Certificates and tokens have some kilobytes. */
    private static final int LONGEST_OUTPUT = 1 << 20;

    ExecCredential run() {
        String version = exec.text("apiVersion").orElse("");
        if (!version.startsWith(GROUP) || !VERSIONS.contains(version.substring(GROUP.length()))) {
            throw exec.malformed("exec.apiVersion must be " + GROUP + "v1 or v1beta1, not \"" + version + "\"");
        }
        if (exec.text("interactiveMode").filter("Always"::equals).isPresent()) {
            throw failed("can only be run at a terminal by kubectl (interactiveMode: Always); use a token instead");
        }
        try {
            ExecCredential credential = ExecCredential.parse(execute(version), version);
            credential.expiry().filter(e -> e.isBefore(Instant.now())).ifPresent(e -> {
                throw failed("gave a credential that expired at " + e + "; log in again with it");
            });
            return credential;
        } catch (ExecCredential.Unusable e) {
            throw failed(e.how());
        }
    }

    private String execute(String version) {
        Process process = start(builder(version));
        Thread cleanUp = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            process.getOutputStream().close();
            CompletableFuture<String> output = text(process.getInputStream());
            CompletableFuture<String> errors = text(process.getErrorStream());
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed("did not end within " + limit.toSeconds() + " s" + said(errors));
            }
            if (process.exitValue() != 0) {
                throw failed("failed with exit status " + process.exitValue() + said(errors));
            }
            return output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted");
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw failed("could not be run: its output cannot be read");
        } finally {
            end(process);
            forget(cleanUp);
        }
    }

    private static void forget(Thread cleanUp) {
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException shuttingDown) {
            // It is at work already.
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private ProcessBuilder builder(String version) {
        String command = exec.text("command").orElseThrow(() -> exec.malformed("exec.command is missing"));
        List<String> line = new ArrayList<>();
        line.add(command.contains("/") || command.contains("\\") ? exec.resolve(command).toString() : command);
        line.addAll(exec.texts("args"));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().putAll(environment);
        exec.entries("env").forEach(e -> {
            String name = e.text("name").orElse("");
            String value = e.text("value").orElse("");
            if (name.isEmpty() || name.contains("=") || (name + value).indexOf(0) >= 0) {
                throw exec.malformed("exec.env needs in each entry the name of an environment variable, and a value without NUL");
            }
            builder.environment().put(name, value);
        });
        builder.environment().put("KUBERNETES_EXEC_INFO", ExecInfo.of(version, exec, cluster));
        return builder;
    }

    private Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            String hint = exec.text("installHint").map(ExecPlugin::oneLine)
                    .orElse("install it, or correct exec.command of " + user.what() + " in " + user.file());
            throw failed(cause(String.valueOf(e.getMessage()), builder.command().getFirst()) + "; " + hint);
        }
    }

    /** Why the system did not start it, by the number of errno.h that Java passes on. */
    private static String cause(String message, String program) {
        Matcher error = ERROR.matcher(message);
        String number = error.find() ? error.group(1) : "";
        return switch (number) {
            case "2", "20" -> Files.exists(FilePath.of(program))
                    ? "cannot be executed: its first line names an interpreter that does not exist" : "was not found";
            case "13" -> "may not be executed";
            case "" -> "cannot be executed";
            default -> "cannot be executed (" + error.group(2) + ")";
        };
    }

    private UserError failed(String how) {
        return new UserError(UserError.UNREADABLE_CLUSTER,
                "the credential plugin " + exec.text("command").orElse("") + " of " + user.what() + " " + how);
    }

    private static CompletableFuture<String> text(InputStream in) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (in) {
                text.complete(new String(in.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(new UncheckedIOException(e));
            }
        });
        return text;
    }

    private static String said(CompletableFuture<String> errors) {
        String text = oneLine(errors.completeOnTimeout("", 1, TimeUnit.SECONDS).exceptionally(e -> "").join());
        // What a program says last is why it gave up.
        return text.isEmpty() ? "" : ": " + text.substring(Math.max(0, text.length() - SHOWN));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
