package io.istiodoctor.source;

import io.istiodoctor.model.Absent;
import io.istiodoctor.model.FilePath;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells documents that are Kubernetes objects from those that only live beside them. */
final class NoObject {
    private NoObject() {}

    /** What a document is taken for when it is no object; empty when it is one. */
    static Optional<String> takenFor(String file, Node root) {
        return Optional.ofNullable(switch (root) {
            case Mapping mapping -> byShape(baseName(file), mapping);
            case Sequence list -> list.elements().isEmpty() ? "empty" : "a list";
            case Scalar scalar -> scalar.isPresent() ? "a single text" : "empty";
            case Absent _ -> "empty";
        });
    }

    private static @Nullable String byShape(String file, Node root) {
        String apiVersion = root.text("apiVersion");
        String kind = root.text("kind");
        if (apiVersion.startsWith("kustomize.config.k8s.io/") || file.startsWith("kustomization.")) {
            return "a Kustomization, which kubectl kustomize renders";
        }
        if (kind.equals("Config") && (root.get("clusters").isPresent() || root.get("contexts").isPresent())) {
            return "a kubeconfig";
        }
        if (kind.isEmpty()) {
            if (file.startsWith("chart.") || !apiVersion.isEmpty() && root.get("version").isPresent()) {
                return "a Helm chart's description";
            }
            return file.contains("values") ? "Helm values"
                    : apiVersion.isEmpty() ? "data without apiVersion and kind" : "an object without kind";
        }
        if (apiVersion.isEmpty()) {
            return "kind %s without apiVersion".formatted(kind);
        }
        Node metadata = root.get("metadata");
        if (metadata.text("name").isEmpty()) {
            return metadata.text("generateName").isEmpty() ? "kind %s without metadata.name".formatted(kind)
                    : "kind %s with metadata.generateName instead of a name".formatted(kind);
        }
        return null;
    }

    private static String baseName(String file) {
        return FilePath.lastPart(file).toLowerCase(Locale.ROOT);
    }
}
