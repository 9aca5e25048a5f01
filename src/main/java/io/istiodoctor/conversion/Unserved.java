package io.istiodoctor.conversion;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Something in an object of the Gateway API, or in an Ingress, of which nothing comes: istiod leaves it out. */
public record Unserved(Resource resource, LeftOut leftOut) implements Subject {
    /** All of them, in the order in which istiod comes across them. */
    public static List<Unserved> of(Mesh mesh, List<Conversion> conversions) {
        ConversionInput input = ConversionInput.of(mesh);
        List<Unserved> all = new ArrayList<>();
        for (LeftOut left : conversions.stream().flatMap(c -> c.leftOut().stream()).toList()) {
            ObjectRef ref = left.cause().object();
            ref.known().filter(k -> input.find(k, ref.namespace(), ref.name()) instanceof Presence.Present)
                    .ifPresent(
                            k -> all.add(new Unserved(((Presence.Present) input.find(k, ref.namespace(), ref.name())).resource(), left)));
        }
        return all;
    }

    /** The field for which it is left out. */
    @Override
    public String path() {
        return leftOut.cause().path();
    }

    /** Why nothing comes of it. */
    @SeenByRules(certainty = "certainty")
    public LeftOut.Reason reason() {
        return leftOut.reason();
    }

    /** How certain it is, where it rests on something being absent. */
    @SeenByRules
    public Certainty certainty() {
        return leftOut.certainty();
    }

    /** What it is about: a host, a port, a name; empty where the reason says all. */
    @SeenByRules
    public String detail() {
        return leftOut.detail();
    }

    /** The part that is left out, {@code spec.rules[0]}; empty for the whole object. */
    @SeenByRules
    public String part() {
        return leftOut.at().path();
    }

    /** The object that won, or that lacks what is needed, as "Kind namespace/name"; empty where there is none. */
    @SeenByRules
    public String by() {
        return leftOut.by().map(b -> b.object().toString()).orElse("");
    }

    /** The kind of that object; empty where there is none. */
    @SeenByRules
    public String byKind() {
        return leftOut.by().map(b -> b.object().kind()).orElse("");
    }

    /** The namespace of that object; empty where there is none. */
    @SeenByRules
    public String byNamespace() {
        return leftOut.by().map(b -> b.object().namespace()).orElse("");
    }

    /** The name of that object; empty where there is none. */
    @SeenByRules
    public String byName() {
        return leftOut.by().map(b -> b.object().name()).orElse("");
    }

    /** The field of that object, {@code spec.listeners[0]}; empty for the whole. */
    @SeenByRules
    public String byPath() {
        return leftOut.by().map(FieldRef::path).orElse("");
    }

    /** What kubectl calls the object's kind: {@code httproute}. */
    @SeenByRules
    public String resourceKind() {
        return resource.ref().kind().toLowerCase(Locale.ROOT);
    }
}
