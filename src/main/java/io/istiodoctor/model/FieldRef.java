package io.istiodoctor.model;

/**
 * A field of an object.
 *
 * @param path as rules write it, {@code spec.servers[0].port}; empty for the object itself
 */
public record FieldRef(ObjectRef object, String path) {
    /** The object itself. */
    public static FieldRef of(ObjectRef object) {
        return new FieldRef(object, "");
    }

    /** A field below this one. */
    public FieldRef child(String name) {
        return new FieldRef(object, path.isEmpty() ? name : path + "." + name);
    }

    /** An element of this list. */
    public FieldRef element(int index) {
        return new FieldRef(object, path + "[" + index + "]");
    }

    /** "Kind namespace/name", and the path where there is one. */
    @Override
    public String toString() {
        return path.isEmpty() ? object.toString() : object + " " + path;
    }
}
