package io.istiodoctor.mesh.gateway;

/**
 * How VirtualServices name Gateways: {@code name} means their own namespace, as {@code ./name} does; {@code ns/name} another;
 * {@code name.ns.svc...} is the form of old.
 */
public final class GatewayName {
    /** Stands for the proxies of the mesh. */
    public static final String MESH = "mesh";

    private GatewayName() {}

    /** "namespace/name" of the Gateway that a name in an object of this namespace means; {@link #MESH} stands for itself. */
    public static String resolve(String written, String namespace) {
        if (written.equals(MESH)) {
            return written;
        }
        if (written.startsWith("./")) {
            return namespace + written.substring(1);
        }
        if (written.contains("/")) {
            return written;
        }
        String[] parts = written.split("\\.");
        return parts.length > 1 ? parts[1] + "/" + parts[0] : namespace + "/" + written;
    }
}
