package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;

/** A name or host that a VirtualService writes down somewhere. */
public abstract sealed class WrittenPart implements VirtualServicePart permits Destination, GatewayReference, SniHost, VirtualServiceHost {
    private final VirtualService virtualService;
    private final String path;
    private final String written;

    WrittenPart(VirtualService virtualService, String path, String written) {
        this.virtualService = virtualService;
        this.path = path;
        this.written = written;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public VirtualService virtualService() {
        return virtualService;
    }

    /** The name or host as written. */
    @SeenByRules
    public String written() {
        return written;
    }
}
