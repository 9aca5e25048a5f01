package io.istiodoctor.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.Base64;
import java.util.List;

/** The ExecCredential that tells a plugin what it is run for (KUBERNETES_EXEC_INFO). */
final class ExecInfo {
    private static final String EXTENSION = "client.authentication.k8s.io/exec";

    private ExecInfo() {}

    static String of(String version, KubeconfigEntry exec, KubeconfigEntry cluster) {
        JsonObject spec = new JsonObject();
        spec.addProperty("interactive", false);
        if (exec.flag("provideClusterInfo")) {
            spec.add("cluster", about(cluster));
        }
        JsonObject root = new JsonObject();
        root.addProperty("apiVersion", version);
        root.addProperty("kind", "ExecCredential");
        root.add("spec", spec);
        return root.toString();
    }

    private static JsonObject about(KubeconfigEntry cluster) {
        JsonObject about = new JsonObject();
        for (String field : List.of("server", "tls-server-name", "proxy-url")) {
            cluster.text(field).ifPresent(value -> about.addProperty(field, value));
        }
        if (cluster.flag("insecure-skip-tls-verify")) {
            about.addProperty("insecure-skip-tls-verify", true);
        }
        cluster.bytes("certificate-authority-data", "certificate-authority")
                .ifPresent(ca -> about.addProperty("certificate-authority-data", Base64.getEncoder().encodeToString(ca)));
        cluster.entries("extensions").stream().filter(e -> e.text("name").filter(EXTENSION::equals).isPresent())
                .findFirst().ifPresent(e -> about.add("config", json(e.fields().get("extension"))));
        return about;
    }

    private static JsonElement json(Node node) {
        return switch (node) {
            case Mapping mapping -> {
                JsonObject object = new JsonObject();
                mapping.fields().forEach((name, value) -> object.add(name, json(value)));
                yield object;
            }
            case Sequence sequence -> {
                JsonArray array = new JsonArray();
                sequence.elements().forEach(e -> array.add(json(e)));
                yield array;
            }
            case Scalar scalar -> switch (scalar.type()) {
                case NUMBER -> new JsonPrimitive(new LazilyParsedNumber(scalar.value()));
                case BOOLEAN -> new JsonPrimitive(scalar.isTrue());
                case NULL -> JsonNull.INSTANCE;
                case STRING -> new JsonPrimitive(scalar.value());
            };
            case Absent absent -> JsonNull.INSTANCE;
        };
    }
}
