package io.istiodoctor.cluster;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.RepeatedKeys;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.Utf8;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The named entries of one kubeconfig file. */
record KubeconfigFile(Map<String, KubeconfigEntry> clusters, Map<String, KubeconfigEntry> contexts,
        Map<String, KubeconfigEntry> users, Optional<String> currentContext) {
    /** Certificates of a thousand clusters fit in; a device that never ends does not. */
    private static final int LARGEST = 16 << 20;

    static KubeconfigFile load(Path file) {
        List<Node> roots;
        try {
            roots = YamlReader.read(file.toString(), text(file), RepeatedKeys.LAST_COUNTS).stream().map(Document::root)
                    .filter(Node::isPresent).toList();
        } catch (SyntaxError e) {
            throw new UserError(UserError.BAD_INPUT, "kubeconfig " + e.getMessage(), e);
        }
        if (roots.isEmpty()) {
            return new KubeconfigFile(Map.of(), Map.of(), Map.of(), Optional.empty());
        }
        Node current = roots.getFirst().get("current-context");
        boolean named = !current.isPresent() || current instanceof Scalar s && s.type() == Scalar.Type.STRING;
        if (roots.size() > 1 || !(roots.getFirst() instanceof Mapping root) || !named) {
            throw shapeless(file);
        }
        return new KubeconfigFile(named(file, "cluster", root), named(file, "context", root), named(file, "user", root),
                current.text().filter(c -> !c.isEmpty()));
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new UserError(UserError.BAD_INPUT, "kubeconfig " + file + " has more than " + (LARGEST >> 20)
                        + " MiB, which no kubeconfig has; check the path");
            }
            return Utf8.decode("kubeconfig " + file, bytes);
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a folder; name a file in it"
                    : !Files.isReadable(file) ? "permission denied" : e.getMessage();
            throw new UserError(UserError.BAD_INPUT, "kubeconfig " + file + " cannot be read: " + reason, e);
        }
    }

    private static UserError shapeless(Path file) {
        return new UserError(UserError.BAD_INPUT, "kubeconfig " + file + " is not a kubeconfig: it must be a mapping"
                + " with the lists clusters, contexts and users");
    }

    private static Map<String, KubeconfigEntry> named(Path file, String what, Mapping root) {
        Node list = root.get(what + "s");
        if (list.isPresent() && list.elements().isEmpty() && !list.fields().isEmpty() || list.text().isPresent()) {
            throw shapeless(file);
        }
        Map<String, KubeconfigEntry> entries = new LinkedHashMap<>();
        for (Node element : list.elements()) {
            if (!(element instanceof Mapping mapping && mapping.get("name") instanceof Scalar name
                    && name.type() == Scalar.Type.STRING)) {
                throw new UserError(UserError.BAD_INPUT, "kubeconfig " + file + ": every entry of " + what
                        + "s needs a name that is a text");
            }
            KubeconfigEntry outer = new KubeconfigEntry(what + " " + name.value(), file, mapping);
            if (entries.put(name.value(), outer.entry(what).orElse(KubeconfigEntry.empty(outer.what(), file))) != null) {
                throw new UserError(UserError.BAD_INPUT, "kubeconfig " + file + ": " + what + "s has the name " + name.value()
                        + " twice, which kubectl refuses as well; rename or remove one of them");
            }
        }
        return entries;
    }
}
