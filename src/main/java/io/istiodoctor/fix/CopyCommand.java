package io.istiodoctor.fix;

import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.SourceText;
import io.istiodoctor.yaml.YamlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object that is brought into another namespace: read by {@code kubectl get}, shortened by {@code jq} and applied there. Where it is deleted behind that, it
 * moves, and its manifest names the other namespace; else a file more has the copy.
 */
final class CopyCommand {
    private static final Pattern COPY = Pattern
            .compile("(?s)kubectl -n (\\S+) get (\\S+) (\\S+) -o json\\s*\\\\?\\s*\\| jq '[^']*'\\s*\\\\?\\s*"
                    + "\\| kubectl -n (\\S+) apply -f -(\\s+kubectl -n \\1 delete \\2 \\3)?\\s*");
    /** What a cluster adds to an object, and what its copy cannot have. */
    private static final List<String> OWN = List.of("status", "spec.clusterIP", "spec.clusterIPs");

    private CopyCommand() {}

    /** The object that is read; empty when the command does something else. */
    static Optional<NamedObject> target(String command) {
        Matcher copy = COPY.matcher(command);
        return copy.matches() ? Optional.of(new NamedObject(copy.group(2), copy.group(1), copy.group(3))) : Optional.empty();
    }

    /** The diff that moves it, or that makes a file with its copy; empty where it was not read from a file. */
    static Optional<String> diff(String command, Resource object) {
        Matcher copy = COPY.matcher(command);
        if (!copy.matches() || !(object.origin() instanceof Origin.File(SourceText text))) {
            return Optional.empty();
        }
        FieldPath namespace = FieldPath.parse("metadata.namespace");
        String op = namespace.in(object.root()).isPresent() ? "replace" : "add";
        return copy.group(5) != null ? ManifestDiff.of(object, List.of(new PatchOperation(op, namespace.pointer(), copy.group(4))))
                : Optional.of(UnifiedDiff.of(file(text, object.ref(), copy.group(4)), "",
                        YamlWriter.write(copied(object.root(), copy.group(4)))));
    }

    private static Map<String, Object> copied(Mapping root, String namespace) {
        Mapping rest = root;
        for (String own : OWN) {
            FieldPath path = FieldPath.parse(own);
            rest = path.in(rest).isPresent() ? NodePatch.apply(rest, List.of(new PatchOperation("remove", path.pointer(), null))) : rest;
        }
        Map<String, Object> copy = new LinkedHashMap<>(Plain.fields(rest));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", rest.get("metadata").text("name"));
        metadata.put("namespace", namespace);
        if (rest.get("metadata").get("labels") instanceof Mapping labels) {
            metadata.put("labels", Plain.fields(labels));
        }
        copy.put("metadata", metadata);
        return copy;
    }

    private static String file(SourceText beside, ObjectRef object, String namespace) {
        return NewManifest.file(beside.name(), object.name() + "-" + namespace, object.kind());
    }
}
