package io.istiodoctor.fix;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.PatchOperation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A change of a live object as a kubectl command. */
public final class KubectlPatch {
    private KubectlPatch() {}

    /** The command that makes the change; it can be pasted into a POSIX shell. */
    public static String command(ObjectRef object, List<PatchOperation> operations) {
        return kubectl("patch", object) + " --type=json -p '" + json(operations).replace("'", "'\\''") + "'";
    }

    /** The command that deletes the object. */
    public static String delete(ObjectRef object) {
        return kubectl("delete", object);
    }

    private static String kubectl(String verb, ObjectRef object) {
        String resource = object.known().map(Kind::resourceName).orElse(object.kind());
        String namespace = object.namespace().isEmpty() ? "" : " -n " + object.namespace();
        return "kubectl" + namespace + " " + verb + " " + singular(resource) + " " + object.name();
    }

    // kubectl takes plurals too; the singular of a core kind reads better.
    private static String singular(String resource) {
        return resource.contains(".") || !resource.endsWith("s") ? resource : resource.substring(0, resource.length() - 1);
    }

    /** A JSON Patch as JSON. */
    public static String json(List<PatchOperation> operations) {
        return operations.stream().map(KubectlPatch::json).collect(Collectors.joining(",", "[", "]"));
    }

    /** Plain values as JSON: maps, lists, texts, numbers and booleans. */
    public static String json(Map<String, Object> manifest) {
        return value(manifest);
    }

    private static String json(PatchOperation operation) {
        String value = operation.op().equals("remove") || operation.value() == null ? ""
                : (operation.op().equals("move") ? ",\"from\":" : ",\"value\":") + value(operation.value());
        return "{\"op\":" + quoted(operation.op()) + ",\"path\":" + quoted(operation.path()) + value + "}";
    }

    private static String value(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream().map(e -> quoted(e.getKey().toString()) + ":" + value(e.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(KubectlPatch::value).collect(Collectors.joining(",", "[", "]"));
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                default -> {
                    if (c < 0x20) {
                        json.append("\\u%04x".formatted(c));
                    } else {
                        json.appendCodePoint(c);
                    }
                }
            }
        });
        return json.append('"').toString();
    }
}
