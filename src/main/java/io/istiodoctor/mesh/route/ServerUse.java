package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.model.Resource;
import java.util.List;

/** A server of a Gateway with the VirtualServices on it. */
public final class ServerUse implements Subject {
    private final GatewayUse gateway;
    private final GatewayServer server;
    private final List<Binding> bindings;

    ServerUse(GatewayUse gateway, GatewayServer server, List<Binding> bindings) {
        this.gateway = gateway;
        this.server = server;
        this.bindings = bindings;
    }

    @Override
    public Resource resource() {
        return server.resource();
    }

    @Override
    public String path() {
        return server.path();
    }

    /** The Gateway with all of its servers. */
    @SeenByRules
    public GatewayUse gateway() {
        return gateway;
    }

    /** The server. */
    @SeenByRules
    public GatewayServer server() {
        return server;
    }

    /** The VirtualServices that have hosts here and that the gateway's pods see. */
    @SeenByRules(certainty = "gateway.routeAbsence")
    public List<Binding> bindings() {
        return bindings;
    }

    /**
     * Whether no VirtualService there has rules for it: neither in the section that it looks at, nor in another that was most likely meant for it. One whose
     * hosts are here too may have rules for other servers alone.
     */
    @SeenByRules(certainty = "gateway.routeAbsence", absentWhenTrue = true)
    public boolean unrouted() {
        return bindings.stream().noneMatch(b -> b.fits() || b.meant());
    }
}
