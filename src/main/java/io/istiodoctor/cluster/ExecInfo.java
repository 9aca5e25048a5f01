package io.istiodoctor.cluster;

import com.google.gson.stream.JsonWriter;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ExecCredential that tells a plugin what it is run for (KUBERNETES_EXEC_INFO). */
final class ExecInfo {
    private static final String EXTENSION = "client.authentication.k8s.io/exec";

    private ExecInfo() {}

    static String of(String version, KubeconfigEntry exec, KubeconfigEntry cluster) {
        StringWriter out = new StringWriter();
        try (JsonWriter json = new JsonWriter(out)) {
            json.beginObject().name("apiVersion").value(version).name("kind").value("ExecCredential").name("spec").beginObject();
            json.name("interactive").value(false);
            if (exec.flag("provideClusterInfo")) {
                json.name("cluster").beginObject();
                about(cluster, json);
                json.endObject();
            }
            json.endObject().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static void about(KubeconfigEntry cluster, JsonWriter json) throws IOException {
        for (String field : List.of("server", "tls-server-name", "proxy-url")) {
            Optional<String> text = cluster.text(field);
            if (text.isPresent()) {
                json.name(field).value(text.get());
            }
        }
        if (cluster.flag("insecure-skip-tls-verify")) {
            json.name("insecure-skip-tls-verify").value(true);
        }
        Optional<byte[]> authority = cluster.bytes("certificate-authority-data", "certificate-authority");
        if (authority.isPresent()) {
            json.name("certificate-authority-data").value(Base64.getEncoder().encodeToString(authority.get()));
        }
        Optional<KubeconfigEntry> extension = cluster.entries("extensions").stream()
                .filter(e -> e.text("name").filter(EXTENSION::equals).isPresent()).findFirst();
        if (extension.isPresent()) {
            write(extension.get().fields().get("extension"), json.name("config"));
        }
    }

    private static void write(Node node, JsonWriter json) throws IOException {
        switch (node) {
            case Mapping mapping -> {
                json.beginObject();
                for (Map.Entry<String, Node> field : mapping.fields().entrySet()) {
                    write(field.getValue(), json.name(field.getKey()));
                }
                json.endObject();
            }
            case Sequence sequence -> {
                json.beginArray();
                for (Node element : sequence.elements()) {
                    write(element, json);
                }
                json.endArray();
            }
            case Scalar scalar -> {
                switch (scalar.type()) {
                    case NUMBER -> json.jsonValue(scalar.value());
                    case BOOLEAN -> json.value(scalar.isTrue());
                    case NULL -> json.nullValue();
                    case STRING -> json.value(scalar.value());
                }
            }
            case Absent absent -> json.nullValue();
        }
    }
}
