package io.istiodoctor.proxy;

import io.istiodoctor.model.UserError;

/** How a user names a proxy: a pod, a workload or a Gateway, {@code NAME.NAMESPACE}; the namespace stands behind the last dot. */
public record ProxyName(String name, String namespace) {
    /**
     * Reads a name.
     *
     * @throws UserError (bad input) when it has no namespace
     */
    public static ProxyName parse(String written) {
        int dot = written.lastIndexOf('.');
        if (dot < 1 || dot == written.length() - 1) {
            throw new UserError(UserError.BAD_INPUT, "'" + written + "' names no proxy; write POD.NAMESPACE or GATEWAY.NAMESPACE");
        }
        return new ProxyName(written.substring(0, dot), written.substring(dot + 1));
    }

    @Override
    public String toString() {
        return name + "." + namespace;
    }
}
