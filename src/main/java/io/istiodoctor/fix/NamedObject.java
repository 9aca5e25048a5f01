package io.istiodoctor.fix;

import io.istiodoctor.model.ObjectRef;
import java.util.Locale;

/**
 * An object as a command of kubectl names it.
 *
 * @param kind the kind or resource as written: {@code service}, {@code gateways.networking.istio.io}
 * @param namespace empty where the command names none
 */
record NamedObject(String kind, String namespace, String name) {
    boolean is(ObjectRef object) {
        String written = kind.toLowerCase(Locale.ROOT).replaceFirst("\\..*", "");
        String group = kind.contains(".") ? kind.substring(kind.indexOf('.') + 1) : "";
        String own = object.kind().toLowerCase(Locale.ROOT);
        boolean same = written.equals(own) || written.equals(own + "s") || written.equals(own + "es")
                || own.endsWith("y") && written.equals(own.substring(0, own.length() - 1) + "ies");
        return same && (group.isEmpty() || object.apiVersion().startsWith(group + "/")) && name.equals(object.name())
                && namespace.equals(object.namespace());
    }
}
