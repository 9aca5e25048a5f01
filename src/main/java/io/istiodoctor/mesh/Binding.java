package io.istiodoctor.mesh;

import io.istiodoctor.model.Resource;
import java.util.List;

/** A VirtualService on one server of a Gateway that it names. */
public final class Binding implements Subject {
    private final VirtualService virtualService;
    private final GatewayReference reference;
    private final GatewayServer server;
    private final List<String> domains;

    /** @param domains of each pair of hosts that overlap, the narrower */
    Binding(VirtualService virtualService, GatewayReference reference, GatewayServer server, List<String> domains) {
        this.virtualService = virtualService;
        this.reference = reference;
        this.server = server;
        this.domains = List.copyOf(domains);
    }

    @Override
    public Resource resource() {
        return virtualService.resource();
    }

    @Override
    public String path() {
        return reference.path();
    }

    /** The VirtualService. */
    public VirtualService virtualService() {
        return virtualService;
    }

    /** The name by which it names the server's Gateway. */
    public GatewayReference reference() {
        return reference;
    }

    /** The server that takes some of its hosts. */
    public GatewayServer server() {
        return server;
    }

    /** The hosts that the server takes from it: of each pair that overlaps, the narrower. */
    public List<String> domains() {
        return domains;
    }
}
