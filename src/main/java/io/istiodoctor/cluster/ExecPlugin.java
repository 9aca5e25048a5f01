package io.istiodoctor.cluster;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the program that a kubeconfig user names for its credentials
 * (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins). The client
 * library runs plugins too, but goes on without credentials when one fails, and does not set KUBERNETES_EXEC_INFO.
 */
record ExecPlugin(KubeconfigEntry user, KubeconfigEntry exec, KubeconfigEntry cluster, Map<String, String> environment,
        Duration limit) {
    private static final String GROUP = "client.authentication.k8s.io/";
    private static final Set<String> VERSIONS = Set.of("v1", "v1beta1", "v1alpha1");
    private static final int SHOWN = 400;

    /** What a plugin gives: a token, or a certificate with its key as PEM texts, or both. */
    record Credential(Optional<String> token, Optional<String> certificate, Optional<String> key) {}

    Credential run() {
        String version = exec.text("apiVersion").orElse("");
        if (!version.startsWith(GROUP) || !VERSIONS.contains(version.substring(GROUP.length()))) {
            throw exec.malformed("exec.apiVersion must be " + GROUP + "v1 or v1beta1, not \"" + version + "\"");
        }
        if (exec.text("interactiveMode").filter("Always"::equals).isPresent()) {
            throw failed("can only be run at a terminal by kubectl (interactiveMode: Always); use a token instead");
        }
        String output = execute(version);
        try {
            return credential(JsonParser.parseString(output).getAsJsonObject(), version);
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NullPointerException e) {
            throw failed("did not print an ExecCredential as JSON");
        }
    }

    private String execute(String version) {
        String command = exec.text("command").orElseThrow(() -> exec.malformed("exec.command is missing"));
        List<String> line = new ArrayList<>();
        line.add(command.contains("/") || command.contains("\\") ? exec.resolve(command).toString() : command);
        line.addAll(exec.texts("args"));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().putAll(environment);
        exec.entries("env").forEach(e -> builder.environment().put(e.text("name").orElse(""), e.text("value").orElse("")));
        builder.environment().put("KUBERNETES_EXEC_INFO", info(version).toString());
        Process process = start(builder);
        try {
            process.getOutputStream().close();
            CompletableFuture<String> output = text(process.getInputStream());
            CompletableFuture<String> errors = text(process.getErrorStream());
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
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
        }
    }

    private Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            String hint = exec.text("installHint").map(ExecPlugin::oneLine)
                    .orElse("install it, or correct exec.command of " + user.what() + " in " + user.file());
            String cause = String.valueOf(e.getMessage()).contains("error=13") ? "may not be executed" : "was not found";
            throw failed(cause + "; " + hint);
        }
    }

    private Credential credential(JsonObject root, String version) {
        if (!text(root, "kind").filter("ExecCredential"::equals).isPresent()) {
            throw failed("did not print an ExecCredential as JSON");
        }
        String given = text(root, "apiVersion").orElse("");
        if (!given.equals(version)) {
            throw failed("answered with " + given + ", but exec.apiVersion is " + version + "; make them equal in "
                    + user.file());
        }
        JsonObject status = root.getAsJsonObject("status");
        text(status, "expirationTimestamp").ifPresent(this::requireFuture);
        Credential credential = new Credential(text(status, "token"), text(status, "clientCertificateData"),
                text(status, "clientKeyData"));
        if (credential.token().isEmpty() && (credential.certificate().isEmpty() || credential.key().isEmpty())) {
            throw failed("gave neither a token nor a client certificate with its key; log in again with it");
        }
        return credential;
    }

    private void requireFuture(String timestamp) {
        try {
            Instant expiry = OffsetDateTime.parse(timestamp).toInstant();
            if (expiry.isBefore(Instant.now())) {
                throw failed("gave a credential that expired at " + expiry + "; log in again with it");
            }
        } catch (DateTimeParseException e) {
            throw failed("gave an expirationTimestamp that is no time: " + timestamp);
        }
    }

    /** The ExecCredential that tells the plugin what it is run for. */
    private JsonObject info(String version) {
        JsonObject spec = new JsonObject();
        spec.addProperty("interactive", false);
        if (exec.flag("provideClusterInfo")) {
            JsonObject about = new JsonObject();
            for (String field : List.of("server", "tls-server-name", "proxy-url")) {
                cluster.text(field).ifPresent(value -> about.addProperty(field, value));
            }
            if (cluster.flag("insecure-skip-tls-verify")) {
                about.addProperty("insecure-skip-tls-verify", true);
            }
            cluster.bytes("certificate-authority-data", "certificate-authority").ifPresent(ca ->
                    about.addProperty("certificate-authority-data", Base64.getEncoder().encodeToString(ca)));
            cluster.entries("extensions").stream()
                    .filter(e -> e.text("name").filter("client.authentication.k8s.io/exec"::equals).isPresent())
                    .findFirst().ifPresent(e -> about.add("config", new Gson().toJsonTree(e.fields().get("extension"))));
            spec.add("cluster", about);
        }
        JsonObject root = new JsonObject();
        root.addProperty("apiVersion", version);
        root.addProperty("kind", "ExecCredential");
        root.add("spec", spec);
        return root;
    }

    private UserError failed(String how) {
        return new UserError(UserError.UNREADABLE_CLUSTER,
                "the credential plugin " + exec.text("command").orElse("") + " of " + user.what() + " " + how);
    }

    private static Optional<String> text(JsonObject object, String field) {
        JsonElement value = object.get(field);
        return value == null || value.isJsonNull() ? Optional.empty()
                : Optional.of(value.getAsString()).filter(t -> !t.isEmpty());
    }

    private static CompletableFuture<String> text(InputStream in) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (in) {
                text.complete(new String(in.readAllBytes(), StandardCharsets.UTF_8));
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
